package ceres.conformance.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.conformance.support.Tokens;
import ceres.testing.wire.Endpoint;
import ceres.testing.wire.RawHttp;
import ceres.testing.wire.RawHttp.Answer;
import ceres.testing.wire.RawWebSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** An attacker, at an address of its own on the loopback network. One thread may use it. */
final class Mallory implements AutoCloseable {
  static final String PATH = "/socket.io/";
  static final String POLLING = PATH + "?EIO=4&transport=polling";
  static final String WEBSOCKET = PATH + "?EIO=4&transport=websocket";

  private final int port;
  private final String address;
  private final String name;
  private final List<Socket> sockets = new ArrayList<>();

  /**
   * @param number makes an address, a user and a room that nobody else has
   */
  Mallory(int port, int number) {
    this.port = port;
    this.address = "127.66." + number / 250 + "." + (1 + number % 250);
    this.name = "mallory-" + number;
  }

  /** A user of the attacker's, who may have a token. */
  String name() {
    return name;
  }

  /** A room of the attacker's. */
  String room() {
    return "den of " + name;
  }

  RawHttp http() throws IOException {
    return http(0);
  }

  /**
   * A connection.
   *
   * @param receiveBuffer in bytes; 0 for the usual one
   */
  RawHttp http(int receiveBuffer) throws IOException {
    Socket socket = new Socket();
    sockets.add(socket);
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.setTcpNoDelay(true);
    socket.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
    socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
    return new RawHttp(socket);
  }

  /** The answer to one request on a connection of its own. */
  Answer get(String target, String... headers) throws IOException {
    try (RawHttp http = http()) {
      return http.get(target, headers).answer();
    }
  }

  /** The answer to anything on a connection of its own. */
  Answer answer(String request) throws IOException {
    try (RawHttp http = http()) {
      return http.send(request).answer();
    }
  }

  /** Opens a polling session, and tells its id. */
  String sid() throws IOException {
    return Endpoint.sidOf(get(POLLING).body());
  }

  Answer post(String sid, String body) throws IOException {
    try (RawHttp http = http()) {
      return http.post(POLLING + "&sid=" + sid, body).answer();
    }
  }

  Answer poll(String sid) throws IOException {
    return get(POLLING + "&sid=" + sid);
  }

  /** A WebSocket session that is not connected to the chat. */
  RawWebSocket webSocket() throws IOException {
    return webSocket(0);
  }

  private RawWebSocket webSocket(int receiveBuffer) throws IOException {
    RawWebSocket socket = RawWebSocket.open(http(receiveBuffer), WEBSOCKET);
    assertThat(socket.next()).startsWith("0{");
    return socket;
  }

  /** A WebSocket session of the attacker's user, connected to the chat. */
  RawWebSocket in() throws IOException {
    return in(name, 0);
  }

  /** The same of a user, with a small receive buffer. */
  RawWebSocket in(String user, int receiveBuffer) throws IOException {
    RawWebSocket socket = webSocket(receiveBuffer);
    socket.text("40{\"token\":\"" + Tokens.of(user) + "\"}");
    assertThat(socket.next()).startsWith("40{");
    return socket;
  }

  /** The same, in the attacker's room. */
  RawWebSocket inRoom() throws IOException {
    return inRoom(name, 0);
  }

  /** The same of a user, with a small receive buffer. */
  RawWebSocket inRoom(String user, int receiveBuffer) throws IOException {
    RawWebSocket socket = in(user, receiveBuffer);
    socket.text("420[\"join_room\",\"" + room() + "\"]");
    assertThat(find(socket, packet -> packet.startsWith("430["))).contains("\"ok\"");
    return socket;
  }

  /** What a CONNECT with a token is answered with. */
  String connect(String token) throws IOException {
    try (RawWebSocket socket = webSocket()) {
      return socket.text("40{\"token\":\"" + token + "\"}").next();
    }
  }

  /** The first packet of a kind; null if the connection ends before. */
  static @Nullable String find(RawWebSocket socket, Predicate<String> which) throws IOException {
    while (true) {
      String packet = socket.next();
      if (isEnd(packet)) {
        return null;
      }
      if (which.test(packet)) {
        return packet;
      }
    }
  }

  /**
   * How the connection ends, whatever comes before: {@code close}, with a status, or {@code end}.
   */
  static String end(RawWebSocket socket) throws IOException {
    while (true) {
      String packet = socket.next();
      if (isEnd(packet)) {
        return packet;
      }
    }
  }

  private static boolean isEnd(String packet) {
    return packet.equals("end") || packet.startsWith("close");
  }

  /**
   * How many of so many acknowledgements, of all that have this id, say that there was too much.
   */
  static int rateLimited(RawWebSocket socket, int count) throws IOException {
    int refused = 0;
    for (int answered = 0; answered < count; ) {
      String packet = socket.next();
      assertThat(isEnd(packet)).as(packet).isFalse();
      if (packet.startsWith("43")) {
        answered++;
        if (packet.contains("\"code\":\"RATE_LIMITED\"")) {
          assertThat(packet).containsPattern("\"retryAfterMs\":[1-9]");
          refused++;
        }
      }
    }
    return refused;
  }

  /** A packet so many times, in one write. */
  static void flood(RawWebSocket socket, int count, byte[] frame) throws IOException {
    byte[] all = new byte[count * frame.length];
    for (int i = 0; i < count; i++) {
      System.arraycopy(frame, 0, all, i * frame.length, frame.length);
    }
    RawWebSocket _ = socket.raw(all);
  }

  /** The frame of a text packet. */
  static byte[] frame(String packet) {
    return RawWebSocket.masked(0x81, packet.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
