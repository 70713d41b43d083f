package ceres.engineio.server;

/** The transports of Engine.IO that this server speaks. */
public enum TransportName {
  POLLING("polling"),
  WEBSOCKET("websocket");

  private final String text;

  TransportName(String text) {
    this.text = text;
  }

  /** The name in the query parameter {@code transport}. */
  public String text() {
    return text;
  }
}
