package ceres.conformance.protocol;

import static ceres.testing.wire.Transport.POLLING;
import static ceres.testing.wire.Transport.WEBSOCKET;
import static org.assertj.core.api.Assertions.assertThat;

import ceres.engineio.server.OutgoingPacket;
import ceres.engineio.server.Session;
import ceres.engineio.server.SessionListener;
import ceres.socketio.server.Socket;
import ceres.socketio.server.SocketIoServer;
import ceres.testing.wire.Endpoint;
import ceres.testing.wire.RawHttp;
import ceres.testing.wire.RawWebSocket;
import ceres.testing.wire.Transport;
import ceres.testing.wire.WireClient;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** What other servers do not keep. */
class BeyondTest extends ProtocolCase {
  private static final int LIMIT = 100_000;

  /** Opens a session on a connection that holds little, and does not read any more from it. */
  private String slowReader(Endpoint server, Transport by) throws Exception {
    RawHttp http = closing(new RawHttp(server.port(), 4_096, PATIENCE_MILLIS));
    String open =
        by == POLLING
            ? http.get(server.target(POLLING)).answer().body()
            : RawWebSocket.open(http, server.target(WEBSOCKET)).next();
    return Endpoint.sidOf(open);
  }

  @Proves
  void a_slow_reader_costs_a_bounded_number_of_bytes(Transport by) throws Exception {
    Map<String, Session> sessions = new ConcurrentHashMap<>();
    Endpoint server =
        engine(
            settings -> settings.maxBufferedBytes(LIMIT),
            session -> {
              sessions.put(session.id(), session);
              return SessionListener.ofMessages(session::send);
            });
    WireClient other = closing(server.open(by));
    Session slow = Objects.requireNonNull(sessions.get(slowReader(server, by)));
    OutgoingPacket packet = OutgoingPacket.text("x".repeat(10_000));
    // What the kernel holds for a connection is bounded too, but larger.
    for (int sent = 0; sent < 2_000; sent++) {
      slow.loop().execute(() -> slow.send(packet));
    }
    awaitSessions(server, 1);
    assertDead(server, slow.id());
    other.send("4unharmed");
    assertThat(other.next()).isEqualTo("4unharmed");
  }

  @Proves
  void a_slow_reader_misses_what_is_volatile_first(Transport by) throws Exception {
    SocketIoServer io =
        socketIo(config -> {
          config.engine().maxBufferedBytes(LIMIT);
          return config;
        });
    io.of("/").onConnection(socket -> tell(socket.id()));
    Endpoint server = started(io);
    WireClient client = closing(server.open(by));
    String id = connect(client, "/");
    assertThat(nextTold()).isEqualTo(id);
    Socket socket = Objects.requireNonNull(io.of("/").socket(id));
    String much = "x".repeat(10_000);
    for (int i = 0; i < 5_000; i++) {
      io.of("/").broadcast().asVolatile().emit("maybe", much);
    }
    socket.emit("certain", 1);
    String packet = client.next();
    int volatiles = 0;
    while (packet.startsWith("42[\"maybe\",")) {
      volatiles++;
      packet = client.next();
    }
    assertThat(packet).isEqualTo("42[\"certain\",1]");
    assertThat(volatiles).isLessThan(5_000);
  }

  @Proves
  void a_cookie_is_no_session_id(Transport by) throws Exception {
    Endpoint server = echo();
    String wish = "AAAAAAAAAAAAAAAAAAAA";
    WireClient other = closing(server.open(by));
    for (String sid : List.of(wish, other.sid())) {
      for (String header : List.of("Cookie: io=" + sid, "Cookie: sid=" + sid, "Sid: " + sid)) {
        try (WireClient client = server.open(by, "", header)) {
          assertThat(client.sid()).as(header).isNotEqualTo(sid);
          client.send("4hello");
          assertThat(client.next()).isEqualTo("4hello");
        }
      }
    }
    assertDead(server, wish);
    other.send("4unharmed");
    assertThat(other.next()).isEqualTo("4unharmed");
  }

  @Proves
  void no_session_stays_behind(Transport by) throws Exception {
    SocketIoServer io = socketIo();
    Endpoint server = started(io);
    for (int i = 0; i < 5; i++) {
      for (String goodbye : List.of("1", "2", "4nonsense", "garbage", "")) {
        WireClient client = closing(server.open(by));
        connect(client, "/");
        client.send(goodbye);
      }
      WireClient dropped = closing(server.open(by));
      connect(dropped, "/");
      dropped.drop();
      WireClient thrown = closing(server.open(by));
      Objects.requireNonNull(io.of("/").socket(connect(thrown, "/"))).disconnect(true);
      assertThat(thrown.next()).isEqualTo("41");
      assertThat(thrown.next()).isEqualTo(WireClient.END);
    }
    awaitSessions(server, 0);
    assertThat(io.of("/").size()).isZero();
  }

  @Proves
  void binary_frames_are_whole() throws Exception {
    Endpoint server = echo();
    try (RawWebSocket socket = RawWebSocket.open(server.connect(), server.target(WEBSOCKET))) {
      assertThat(socket.next()).startsWith("0{");
      InputStream in = socket.connection().in();
      Map<Integer, String> heads =
          Map.of(
              0, "8200",
              1, "8201",
              125, "827d",
              126, "827e007e",
              65_535, "827effff",
              65_536, "827f0000000000010000");
      for (Map.Entry<Integer, String> each : heads.entrySet()) {
        byte[] payload = new byte[each.getKey()];
        Arrays.fill(payload, (byte) 0x82);
        RawWebSocket _ = socket.binary(payload);
        byte[] head = in.readNBytes(each.getValue().length() / 2);
        assertThat(HexFormat.of().formatHex(head)).isEqualTo(each.getValue());
        assertThat(in.readNBytes(payload.length)).isEqualTo(payload);
      }
    }
  }
}
