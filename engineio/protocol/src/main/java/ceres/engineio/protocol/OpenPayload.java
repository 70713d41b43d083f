package ceres.engineio.protocol;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What an OPEN packet carries (Engine.IO protocol, "Handshake").
 *
 * @param sid the session id, of characters that need no escaping in JSON
 * @param upgrades the transports that the client may upgrade to: {@code websocket} or none
 * @param pingInterval milliseconds between the server's pings
 * @param pingTimeout milliseconds that the client has for each pong
 * @param maxPayload the most bytes that one polling body or WebSocket message may have; 0 for a
 *     client of Engine.IO 3, which is not told
 */
public record OpenPayload(
    String sid, List<String> upgrades, long pingInterval, long pingTimeout, long maxPayload) {

  public OpenPayload {
    upgrades = List.copyOf(upgrades);
  }

  /** The JSON object, with exactly these five keys in this order, or without the last. */
  public String toJson() {
    String names =
        upgrades.stream().map(name -> '"' + name + '"').collect(Collectors.joining(",", "[", "]"));
    return "{\"sid\":\""
        + sid
        + "\",\"upgrades\":"
        + names
        + ",\"pingInterval\":"
        + pingInterval
        + ",\"pingTimeout\":"
        + pingTimeout
        + (maxPayload == 0 ? "" : ",\"maxPayload\":" + maxPayload)
        + "}";
  }
}
