package ceres.socketio.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ceres.socketio.msgpack.MessagePackParser;
import ceres.socketio.server.Client.By;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server whose parser is that of MessagePack; packets as hexadecimal digits. */
class MessagePackTest extends SocketIoTest {
  private static final String CONNECT = "82a47479706500a36e7370a12f";

  private static void send(Client client, String... packets) {
    for (int i = 0; i < packets.length; i++) {
      byte[] bytes = HexFormat.of().parseHex(packets[i]);
      packets[i] = "b" + Base64.getEncoder().encodeToString(bytes);
    }
    client.send(packets);
  }

  private static String next(Client client) {
    String packet = client.next();
    return packet.startsWith("b")
        ? HexFormat.of().formatHex(Base64.getDecoder().decode(packet.substring(1)))
        : packet;
  }

  private SocketIoServer speaking() {
    return server(config -> config.parser(new MessagePackParser()));
  }

  private static Socket connected(SocketIoServer server, Client client) {
    send(client, CONNECT);
    String sid =
        next(client)
            .replaceFirst("83a47479706500a46461746181a3736964b4(\\w{40})a36e7370a12f", "$1");
    Socket socket = server.of("/").socket(new String(HexFormat.of().parseHex(sid), UTF_8));
    if (socket == null) {
      throw new AssertionError("not connected");
    }
    return socket;
  }

  @ParameterizedTest
  @EnumSource
  void events_and_acknowledgements_carry_bytes_in_one_message(By by) {
    SocketIoServer server = speaking();
    server.of("/").handlers().on("echo", event -> event.ack(event.args().toArray()));
    Client client = open(started(server), by);
    Socket socket = connected(server, client);
    send(client, "84a47479706502a46461746192a46563686f81a162c4020102a2696407a36e7370a12f");
    assertThat(next(client))
        .isEqualTo("84a47479706503a4646174619181a162c4020102a2696407a36e7370a12f");
    CompletionStage<?> _ =
        socket
            .emitWithAck(Duration.ofSeconds(10), "ask", Map.of("b", new byte[] {3}))
            .thenAccept(answer -> told.add(HexFormat.of().formatHex(answer.arg(0, byte[].class))));
    assertThat(next(client))
        .isEqualTo("84a47479706502a46461746192a361736b81a162c40103a2696400a36e7370a12f");
    send(client, "84a47479706503a46461746191c4020405a2696400a36e7370a12f");
    assertThat(nextTold()).isEqualTo("0405");
  }

  @ParameterizedTest
  @EnumSource
  void a_broadcast_and_the_end(By by) {
    SocketIoServer server = speaking();
    Client client = open(started(server), by);
    Socket socket = connected(server, client);
    server.of("/").emit("hello", 1, -1);
    assertThat(next(client)).isEqualTo("83a47479706502a46461746193a568656c6c6f01ffa36e7370a12f");
    socket.disconnect(false);
    assertThat(next(client)).isEqualTo("82a47479706501a36e7370a12f");
  }

  @ParameterizedTest
  @EnumSource
  void a_refusal(By by) {
    SocketIoServer server = speaking();
    server
        .of("/")
        .use(socket -> {
          throw new ConnectionRefusedException("no", Map.of("k", socket.handshake().auth()));
        });
    Client client = open(started(server), by);
    send(client, "83a47479706500a46461746181a16101a36e7370a12f");
    assertThat(next(client))
        .isEqualTo(
            "83a47479706504a46461746182a76d657373616765a26e6fa46461746181a16b81a16101a36e7370a12f");
  }

  /** The offset is the last argument as it is in JSON. */
  @ParameterizedTest
  @EnumSource
  void with_recovery_events_have_an_offset(By by) {
    SocketIoServer server =
        server(config -> config.parser(new MessagePackParser()).recovery(RecoveryConfig.DEFAULTS));
    Client client = open(started(server), by);
    send(client, CONNECT);
    assertThat(next(client))
        .matches("83a47479706500a46461746182a3736964b4\\w{40}a3706964b4\\w{40}a36e7370a12f");
    server.of("/").emit("hello");
    assertThat(next(client)).matches("83a47479706502a46461746192a568656c6c6fa9\\w{18}a36e7370a12f");
  }

  @ParameterizedTest
  @EnumSource
  void what_does_not_parse_ends_the_connection_at_once(By by) {
    SocketIoServer server = speaking();
    server.of("/").handlers().onAny(event -> told.add(event.name()));
    started(server);
    String event = "83a47479706502a46461746191a161a36e7370a12f";
    List<String> violations =
        List.of(
            "c1",
            "80",
            "82a47479706505a36e7370a12f",
            event + "c0",
            event.substring(0, event.length() - 2),
            "83a47479706502a46461746191a7636f6e6e656374a36e7370a12f");
    for (String violation : violations) {
      Client client = open(server, by);
      Socket _ = connected(server, client);
      send(client, violation, event);
      assertThat(next(client)).as(violation).isEqualTo(Client.END);
    }
    Client client = open(server, by);
    Socket _ = connected(server, client);
    client.send("42[\"a\"]");
    assertThat(next(client)).isEqualTo(Client.END);
    assertThat(told).isEmpty();
  }
}
