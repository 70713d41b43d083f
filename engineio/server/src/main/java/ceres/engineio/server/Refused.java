package ceres.engineio.server;

/** What a server refuses because of its limits; {@link EngineServer#refused} counts it. */
public enum Refused {
  /** A connection or a session more than all may have. */
  CONNECTION(503),
  /** A connection or a session more than its address may have. */
  CONNECTION_OF_ADDRESS(429),
  /** A handshake, when there are too many of them. */
  HANDSHAKE(503),
  /** A handshake, when there are too many of its address. */
  HANDSHAKE_OF_ADDRESS(429),
  /** A request that did not come in time. */
  SLOW_REQUEST(408),
  /** A request of a page that may not connect. */
  FOREIGN_ORIGIN(400),
  /** A client for whom more bytes wait than may for one. */
  SLOW_READER(0),
  /** A client for whom most bytes wait, when there are too many of all. */
  SLOWEST_READER(0);

  private final int status;

  Refused(int status) {
    this.status = status;
  }

  /** The status of the HTTP answer; 0 if there is none. */
  public int status() {
    return status;
  }
}
