package ceres.testing.wire;

/** The transports of Engine.IO. */
public enum Transport {
  POLLING("polling"),
  WEBSOCKET("websocket");

  private final String text;

  Transport(String text) {
    this.text = text;
  }

  /** The name in the query parameter {@code transport}. */
  public String text() {
    return text;
  }

  @Override
  public String toString() {
    return text;
  }
}
