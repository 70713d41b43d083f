package ceres.testing.wire;

import java.io.IOException;

/**
 * Where an Engine.IO server listens, on the loopback interface. Immutable.
 *
 * @param path begins and ends with {@code /}
 * @param version of Engine.IO, that clients speak
 * @param patienceMillis how long whatever a client waits for may take, before that fails
 */
public record Endpoint(int port, String path, EngineVersion version, int patienceMillis) {

  /** With much patience. */
  public Endpoint(int port, String path) {
    this(port, path, RawHttp.PATIENCE_MILLIS);
  }

  /** For clients of Engine.IO 4. */
  public Endpoint(int port, String path, int patienceMillis) {
    this(port, path, EngineVersion.V4, patienceMillis);
  }

  /** The same for clients of another version. */
  public Endpoint with(EngineVersion other) {
    return new Endpoint(port, path, other, patienceMillis);
  }

  /** The target of a request by this transport, as the first of a session has it. */
  public String target(Transport transport) {
    return path + "?EIO=" + version.number() + "&transport=" + transport.text();
  }

  /** The target of a request of a polling session. */
  public String polling(String sid) {
    return target(Transport.POLLING) + "&sid=" + sid;
  }

  /** The target of a WebSocket for a polling session. */
  public String webSocket(String sid) {
    return target(Transport.WEBSOCKET) + "&sid=" + sid;
  }

  /** A new TCP connection. */
  public RawHttp connect() throws IOException {
    return new RawHttp(port, 0, patienceMillis);
  }

  /** The answer to one request on a connection of its own. */
  public RawHttp.Answer get(String target, String... headers) throws IOException {
    try (RawHttp http = connect()) {
      return http.get(target, headers).answer();
    }
  }

  /** The answer to a poll on a connection of its own. */
  public RawHttp.Answer poll(String sid) throws IOException {
    return get(polling(sid));
  }

  /** The answer to a POST on a connection of its own. */
  public RawHttp.Answer post(String sid, String body) throws IOException {
    try (RawHttp http = connect()) {
      return http.post(polling(sid), body).answer();
    }
  }

  /** Opens a polling session, and tells its id. */
  public String openPolling() throws IOException {
    return sidOf(get(target(Transport.POLLING)).body());
  }

  /** Opens a WebSocket for a polling session. */
  public RawWebSocket candidate(String sid) throws IOException {
    return RawWebSocket.open(connect(), webSocket(sid));
  }

  /** Opens a session. */
  public WireClient open(Transport transport) throws IOException {
    return open(transport, "");
  }

  /**
   * Opens a session.
   *
   * @param query goes behind the usual query, for example {@code &b64=1}
   * @param headers of the first request
   */
  public WireClient open(Transport transport, String query, String... headers) throws IOException {
    return switch (transport) {
      case POLLING -> new PollingWire(this, query, headers);
      case WEBSOCKET -> new WebSocketWire(this, query, headers);
    };
  }

  /** The id that an OPEN packet carries. */
  public static String sidOf(String open) {
    if (!open.startsWith("0{\"sid\":\"")) {
      throw new AssertionError("no OPEN: " + open);
    }
    return open.substring(9, 29);
  }
}
