package ceres.testing.fuzz;

import ceres.testing.wire.Endpoint;
import ceres.testing.wire.RawHttp;
import ceres.testing.wire.RawWebSocket;
import ceres.testing.wire.Transport;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Every way to come and go: by the rules, without a word, too early, half way, too late.
 * Connections are reset at the end, so that none keeps its port for a minute.
 *
 * <p>Immutable.
 */
final class LeavingClients {
  private static final Pattern CONNECTED =
      Pattern.compile("40\\{\"sid\":\"([\\w-]{20})\",\"pid\":\"([\\w-]{20})\"}");
  private static final byte[] HALF_DEFLATED = HexFormat.of().parseHex("32494d");

  private final Endpoint endpoint;

  /** One way; the number is another each time. */
  @FunctionalInterface
  interface Way {
    void go(LeavingClients clients, long number) throws IOException;
  }

  static final List<Way> WAYS =
      List.of(
          LeavingClients::leavesItsNamespaceThenCloses,
          LeavingClients::saysClose,
          LeavingClients::isCutOff,
          LeavingClients::isCutOffWhilePolling,
          LeavingClients::endsItsConnection,
          LeavingClients::isRefused,
          LeavingClients::isRefusedByANamespaceOfItsOwn,
          LeavingClients::asksForWhatIsNotThere,
          LeavingClients::goesWhileItIsDecidedOn,
          LeavingClients::neverConnects,
          LeavingClients::answersNoPing,
          LeavingClients::pollsNoMore,
          LeavingClients::upgradesHalfWay,
          LeavingClients::upgradesTooSlowly,
          LeavingClients::upgrades,
          LeavingClients::cutsItsBody,
          LeavingClients::cutsItsHandshake,
          LeavingClients::pollsTwice,
          LeavingClients::sendsTooMuch,
          LeavingClients::sendsGarbage,
          LeavingClients::comesBack,
          LeavingClients::comesBackTooEarly,
          LeavingClients::comesBackToNothing,
          LeavingClients::usesANamespaceOfItsOwn,
          LeavingClients::leavesANamespaceOfItsOwn,
          LeavingClients::owesAnAnswer,
          LeavingClients::cutsItsFrames,
          LeavingClients::sendsAheadAndGoes,
          LeavingClients::isDisconnected);

  LeavingClients(int port) {
    endpoint = new Endpoint(port, LiveServer.PATH, (int) LiveServer.END.toMillis());
  }

  /** Comes and goes in the way that is due. */
  void comeAndGo(long number) throws IOException {
    WAYS.get((int) (number % WAYS.size())).go(this, number);
  }

  // ---- by WebSocket

  private RawWebSocket open() throws IOException {
    RawHttp connection = endpoint.connect();
    return RawWebSocket.open(connection, endpoint.target(Transport.WEBSOCKET));
  }

  /** The next packet but pings and OPEN. */
  private static String next(RawWebSocket socket) throws IOException {
    String packet = socket.next();
    return packet.equals("2") || packet.startsWith("0{") ? next(socket) : packet;
  }

  private static void expect(String prefix, String packet) {
    if (!packet.startsWith(prefix)) {
      throw new AssertionError(packet + " instead of " + prefix);
    }
  }

  /** Connected, and in a room of its own. */
  private RawWebSocket connected(long number) throws IOException {
    RawWebSocket socket = open().text("40");
    expect("40{", next(socket));
    return socket.text("42[\"join\",\"" + number + "\"]");
  }

  private static void reset(RawWebSocket socket) throws IOException {
    socket.connection().reset();
  }

  private static void awaitEnd(RawWebSocket socket) throws IOException {
    HostileClient.awaitEnd(socket.connection());
    reset(socket);
  }

  private void leavesItsNamespaceThenCloses(long number) throws IOException {
    awaitEnd(connected(number).text("41").frame(0x88, "03e8"));
  }

  private void isCutOff(long number) throws IOException {
    reset(connected(number));
  }

  private void endsItsConnection(long number) throws IOException {
    connected(number).close();
  }

  private void isRefused(long number) throws IOException {
    RawWebSocket socket = open().text("40/refused,");
    expect("44/refused,", next(socket));
    reset(socket);
  }

  private void isRefusedByANamespaceOfItsOwn(long number) throws IOException {
    RawWebSocket socket = open().text("40/room-no-" + number + ",");
    expect("44/room-no-", next(socket));
    reset(socket);
  }

  private void asksForWhatIsNotThere(long number) throws IOException {
    RawWebSocket socket = open().text("40/nothing-" + number + ",");
    expect("44/nothing-", next(socket));
    reset(socket);
  }

  private void goesWhileItIsDecidedOn(long number) throws IOException {
    reset(open().text("40/slow,").text("40/room-" + number + ","));
  }

  private void neverConnects(long number) throws IOException {
    awaitEnd(open());
  }

  private void answersNoPing(long number) throws IOException {
    awaitEnd(connected(number));
  }

  private void sendsTooMuch(long number) throws IOException {
    byte[] tooMuch = new byte[LiveServer.MAX_PAYLOAD + 1];
    awaitEnd(connected(number).frame(0x82, tooMuch));
    String sid = endpoint.openPolling();
    RawHttp post = endpoint.connect().post(endpoint.polling(sid), tooMuch);
    RawHttp.Answer _ = post.answer();
    post.reset();
    post(sid, "1");
  }

  private void sendsGarbage(long number) throws IOException {
    awaitEnd(connected(number).text("4x"));
    RawHttp http = endpoint.connect().send("GARBAGE\r\n\r\n");
    RawHttp.Answer _ = http.answer();
    http.reset();
    post(endpoint.openPolling(), "x");
  }

  private void owesAnAnswer(long number) throws IOException {
    RawWebSocket socket = connected(number).text("42[\"ask\",1]");
    expect("42", next(socket));
    reset(socket);
  }

  private void cutsItsFrames(long number) throws IOException {
    reset(connected(number).frame(0x01, "34").frame(0x00, "32"));
    reset(connected(number).raw("8185"));
    RawWebSocket compressing =
        RawWebSocket.open(
            endpoint.connect(),
            endpoint.target(Transport.WEBSOCKET),
            "Sec-WebSocket-Extensions: permessage-deflate");
    reset(compressing.frame(0x41, HALF_DEFLATED));
  }

  private void sendsAheadAndGoes(long number) throws IOException {
    RawWebSocket socket = connected(number);
    for (int i = 0; i < 80; i++) {
      RawWebSocket _ = socket.text("42[\"slow\"]");
    }
    reset(socket);
    String poll = RawHttp.head("GET", endpoint.polling(endpoint.openPolling())) + "\r\n";
    endpoint.connect().send(poll.repeat(100)).reset();
  }

  private void isDisconnected(long number) throws IOException {
    awaitEnd(connected(number).text("42[\"bye\",true,true]"));
  }

  private void usesANamespaceOfItsOwn(long number) throws IOException {
    String namespace = "/room-" + number;
    RawWebSocket socket = open().text("40" + namespace + ",");
    expect("40" + namespace + ",", next(socket));
    reset(socket);
  }

  private void leavesANamespaceOfItsOwn(long number) throws IOException {
    String namespace = "/room-" + number;
    RawWebSocket socket = open().text("40" + namespace + ",");
    expect("40" + namespace + ",", next(socket));
    awaitEnd(socket.text("41" + namespace + ",").frame(0x88, "03e8"));
  }

  // ---- coming back

  private void comesBack(long number) throws IOException {
    RawWebSocket first = open().text("40");
    Matcher ids = ids(first);
    reset(first);
    RawWebSocket second = open().text("40{\"pid\":\"" + ids.group(2) + "\"}");
    expect("40{\"sid\":\"" + ids.group(1), next(second));
    reset(second);
  }

  /** While the server believes in its first connection. */
  private void comesBackTooEarly(long number) throws IOException {
    RawWebSocket first = open().text("40");
    Matcher ids = ids(first);
    RawWebSocket second = open().text("40{\"pid\":\"" + ids.group(2) + "\"}");
    expect("40{\"sid\":\"" + ids.group(1), next(second));
    awaitEnd(first);
    awaitEnd(second.text("41").frame(0x88, "03e8"));
  }

  private void comesBackToNothing(long number) throws IOException {
    RawWebSocket socket = open().text("40{\"pid\":\"nobody\",\"offset\":\"" + number + "\"}");
    expect("40{", next(socket));
    reset(socket);
  }

  private static Matcher ids(RawWebSocket socket) throws IOException {
    String packet = next(socket);
    Matcher ids = CONNECTED.matcher(packet);
    if (!ids.matches()) {
      throw new AssertionError(packet);
    }
    return ids;
  }

  // ---- by polling

  /** Opens a polling session that is connected; its connection is gone. */
  private String connectedByPolling() throws IOException {
    String sid = endpoint.openPolling();
    post(sid, "40");
    return sid;
  }

  private void post(String sid, String body) throws IOException {
    RawHttp http = endpoint.connect().post(endpoint.polling(sid), body);
    RawHttp.Answer _ = http.answer();
    http.reset();
  }

  private void saysClose(long number) throws IOException {
    post(connectedByPolling(), "1");
  }

  private void isCutOffWhilePolling(long number) throws IOException {
    String sid = connectedByPolling();
    RawHttp poll = endpoint.connect().get(endpoint.polling(sid));
    RawHttp.Answer _ = poll.answer();
    RawHttp _ = poll.get(endpoint.polling(sid));
    post(sid, "42[\"say\",1]");
    poll.reset();
  }

  private void pollsNoMore(long number) throws IOException {
    String _ = connectedByPolling();
  }

  private void upgradesHalfWay(long number) throws IOException {
    RawWebSocket candidate = endpoint.candidate(connectedByPolling()).text("2probe");
    expect("3probe", candidate.next());
    reset(candidate);
  }

  private void upgradesTooSlowly(long number) throws IOException {
    awaitEnd(endpoint.candidate(connectedByPolling()));
  }

  private void upgrades(long number) throws IOException {
    String sid = connectedByPolling();
    RawWebSocket candidate = endpoint.candidate(sid).text("2probe");
    expect("3probe", candidate.next());
    RawWebSocket socket = candidate.text("5").text("420[\"echo\",1]");
    awaitEnd(endpoint.candidate(sid));
    awaitEnd(socket.frame(0x88, "03e8"));
  }

  private void cutsItsBody(long number) throws IOException {
    String target = endpoint.polling(connectedByPolling());
    RawHttp http = endpoint.connect();
    http.send(RawHttp.head("POST", target, "Content-Length: 100") + "\r\n4abc").reset();
  }

  private void cutsItsHandshake(long number) throws IOException {
    String head = RawHttp.head("GET", endpoint.target(Transport.WEBSOCKET), RawWebSocket.UPGRADE);
    endpoint.connect().send(head).reset();
  }

  private void pollsTwice(long number) throws IOException {
    String target = endpoint.polling(connectedByPolling());
    RawHttp first = endpoint.connect().get(target);
    RawHttp.Answer _ = first.answer();
    RawHttp _ = first.get(target);
    RawHttp second = endpoint.connect().get(target);
    RawHttp.Answer _ = second.answer();
    first.reset();
    second.reset();
  }
}
