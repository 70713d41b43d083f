package ceres.socketio.server;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.socketio.server.Client.By;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What no client may send: the connection is closed at once, long before any timeout. */
class ViolationTest extends SocketIoTest {
  private static final List<String> BEFORE_CONNECT =
      List.of(
          "42[\"a\"]",
          "421[\"a\"]",
          "42/other,[\"a\"]",
          "430[]",
          "41",
          "44{\"message\":\"a\"}",
          "451-[\"a\",{\"_placeholder\":true,\"num\":0}]",
          "bAQID",
          "40[]",
          "40\"a\"",
          "40null",
          "40true",
          "401",
          "40{",
          "40{}x");

  private static final List<String> CONNECTED =
      List.of(
          "40",
          "40{}",
          "42/other,[\"a\"]",
          "42[\"connect\"]",
          "42[\"connect_error\"]",
          "42[\"disconnect\"]",
          "42[\"disconnecting\"]",
          "42[\"newListener\"]",
          "42[\"removeListener\"]",
          "420[\"disconnect\",1]",
          "4",
          "47",
          "48[\"a\"]",
          "4a",
          "42",
          "42[]",
          "42{}",
          "42\"a\"",
          "42null",
          "42[null]",
          "42[{}]",
          "42[[\"a\"]]",
          "42[true]",
          "42[\"a\"",
          "42[\"a\"]]",
          "42[\"a\",]",
          "42 [\"a\"]x",
          "421",
          "42-1[\"a\"]",
          "421.5[\"a\"]",
          "429007199254740992[\"a\"]",
          "4299999999999999999999[\"a\"]",
          "43[]",
          "430",
          "430{}",
          "430\"a\"",
          "41{}",
          "41[]",
          "44",
          "44{\"message\":\"a\"}",
          "45[\"a\"]",
          "45-[\"a\"]",
          "451[\"a\"]",
          "4511-[\"a\"]",
          "45999999999999999999999-[\"a\"]",
          "451-[\"disconnect\",{\"_placeholder\":true,\"num\":0}]",
          "451-[\"a\",{\"_placeholder\":true,\"num\":1}]",
          "451-[\"a\",{\"_placeholder\":true,\"num\":-1}]",
          "451-[\"a\",{\"_placeholder\":true,\"num\":\"0\"}]",
          "46[]",
          "461-[{\"_placeholder\":true,\"num\":0}]",
          "bAQID");

  static Stream<Arguments> beforeConnect() {
    return onBoth(BEFORE_CONNECT);
  }

  static Stream<Arguments> connected() {
    return onBoth(CONNECTED);
  }

  private static Stream<Arguments> onBoth(List<String> packets) {
    return packets.stream()
        .flatMap(packet -> Arrays.stream(By.values()).map(by -> Arguments.of(packet, by)));
  }

  private SocketIoServer listening() {
    SocketIoServer server = server();
    server.of("/other");
    server.of("/").use(_ -> {}).onConnection(_ -> told.add("connection"));
    server.of("/").handlers().onAny(event -> told.add(event.name()));
    return started(server);
  }

  @ParameterizedTest(name = "{0} by {1}")
  @MethodSource("beforeConnect")
  void before_connect(String packet, By by) {
    Client client = open(listening(), by);
    client.send(packet, "40", "42[\"after\"]");
    assertThat(client.next()).isEqualTo(Client.END);
    assertThat(told).isEmpty();
  }

  @ParameterizedTest(name = "{0} by {1}")
  @MethodSource("connected")
  void once_connected(String packet, By by) {
    SocketIoServer server = listening();
    Client client = open(server, by);
    client.connect();
    assertThat(nextTold()).isEqualTo("connection");
    client.send(packet, "42[\"after\"]");
    assertThat(client.next()).isEqualTo(Client.END);
    assertThat(server.of("/").size()).isZero();
    assertThat(told).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void an_event_while_middleware_decides(By by) {
    Client client = open(listening(), by);
    client.send("40", "42[\"a\"]");
    assertThat(client.next()).isEqualTo(Client.END);
    assertThat(told).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void text_where_an_attachment_is_awaited(By by) {
    Client client = open(listening(), by);
    client.connect();
    assertThat(nextTold()).isEqualTo("connection");
    client.send("452-[\"a\",{\"_placeholder\":true,\"num\":0}]", "bAQID", "42[\"after\"]");
    assertThat(client.next()).isEqualTo(Client.END);
    assertThat(told).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void more_attachments_than_the_setting_allows(By by) {
    SocketIoServer server = server(config -> config.maxAttachments(1));
    server.of("/").handlers().onAny(event -> told.add(event.name()));
    Client client = open(started(server), by);
    client.connect();
    client.send("451-[\"fine\",{\"_placeholder\":true,\"num\":0}]", "bAQID");
    assertThat(nextTold()).isEqualTo("fine");
    client.send("452-[\"a\",{\"_placeholder\":true,\"num\":0}]");
    assertThat(client.next()).isEqualTo(Client.END);
  }

  @ParameterizedTest
  @EnumSource
  void an_ack_that_nobody_waits_for_is_no_violation(By by) {
    Client client = open(listening(), by);
    client.connect();
    client.send("43123[1]", "42[\"on\"]");
    assertThat(nextTold()).isEqualTo("connection");
    assertThat(nextTold()).isEqualTo("on");
  }
}
