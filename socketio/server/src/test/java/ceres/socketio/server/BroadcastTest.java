package ceres.socketio.server;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.socketio.server.Client.By;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who gets what is sent to many. */
class BroadcastTest extends SocketIoTest {
  private final List<Client> clients = new ArrayList<>();
  private final List<Socket> sockets = new ArrayList<>();
  private Namespace chat = server().of("/");

  private void three(By by) {
    SocketIoServer server = started(server());
    chat = server.of("/");
    for (int i = 0; i < 3; i++) {
      Client client = open(server, by);
      Socket socket = chat.socket(client.connect());
      clients.add(client);
      sockets.add(java.util.Objects.requireNonNull(socket));
    }
  }

  /** Each client got just these events before the one that comes last. */
  private void assertGot(List<String> first, List<String> second, List<String> third) {
    chat.emit("end");
    List<List<String>> got = new ArrayList<>();
    for (Client client : clients) {
      List<String> events = new ArrayList<>();
      for (String packet = client.next(); !packet.equals("42[\"end\"]"); packet = client.next()) {
        events.add(packet.substring(4, packet.indexOf('"', 4)));
      }
      got.add(events);
    }
    assertThat(got).containsExactly(first, second, third);
  }

  @ParameterizedTest
  @EnumSource
  void rooms_exceptions_and_the_sender(By by) {
    three(by);
    sockets.get(0).join("red");
    sockets.get(1).join("red");
    sockets.get(1).join("blue");
    sockets.get(2).join("blue");
    chat.to("red").emit("a");
    chat.to("red").to("blue").emit("b");
    chat.to("red").to("blue").except("blue").emit("c");
    chat.broadcast().except(List.of("red", "nobody")).emit("d");
    sockets.get(0).broadcast().emit("e");
    sockets.get(1).to("red").emit("f");
    chat.to(sockets.get(2).id()).emit("g");
    chat.to("nobody").emit("h");
    assertGot(List.of("a", "b", "c", "f"), List.of("a", "b", "e"), List.of("b", "d", "e", "g"));
  }

  @ParameterizedTest
  @EnumSource
  void rooms_change_in_the_order_of_the_calls(By by) {
    three(by);
    sockets.get(0).join("red");
    chat.to("red").emit("a");
    sockets.get(0).leave("red");
    chat.to("red").emit("b");
    chat.broadcast().except(sockets.get(2).id()).socketsJoin("red");
    chat.to("red").emit("c");
    chat.to("red").except(sockets.get(0).id()).socketsLeave("red");
    chat.to("red").emit("d");
    assertGot(List.of("a", "c", "d"), List.of("c"), List.of());
  }

  @ParameterizedTest
  @EnumSource
  void who_left_the_namespace_gets_nothing_and_is_in_no_room_when_it_comes_again(By by) {
    three(by);
    sockets.forEach(socket -> socket.join("red"));
    Client first = clients.getFirst();
    first.send("41");
    org.awaitility.Awaitility.await().until(() -> chat.size() == 2);
    chat.to("red").emit("a");
    first.connect();
    chat.to("red").emit("b");
    assertGot(List.of(), List.of("a", "b"), List.of("a", "b"));
  }

  @ParameterizedTest
  @EnumSource
  void a_socket_that_has_left_can_not_join_a_room_any_more(By by) {
    three(by);
    Socket gone = sockets.getFirst();
    clients.getFirst().send("41");
    org.awaitility.Awaitility.await().until(() -> !gone.isConnected());
    gone.join("red");
    gone.emit("a");
    clients.getFirst().connect();
    chat.to("red").emit("b");
    assertGot(List.of(), List.of(), List.of());
  }

  @ParameterizedTest
  @EnumSource
  void the_server_makes_sockets_leave_after_what_it_sent_them(By by) {
    three(by);
    chat.handlers().onDisconnect((_, reason) -> told.add(reason.text()));
    sockets.get(0).join("red");
    sockets.get(1).join("blue");
    chat.to("red").emit("a");
    chat.to("red").disconnectSockets(false);
    chat.to("blue").emit("b");
    chat.to("blue").disconnectSockets(true);
    assertThat(clients.get(0).next()).isEqualTo("42[\"a\"]");
    assertThat(clients.get(0).next()).isEqualTo("41");
    assertThat(clients.get(0).connect()).isNotEqualTo(sockets.get(0).id());
    assertThat(clients.get(1).next()).isEqualTo("42[\"b\"]");
    assertThat(clients.get(1).next()).isEqualTo("41");
    assertThat(clients.get(1).next()).isEqualTo(Client.END);
    assertThat(nextTold()).isEqualTo("server namespace disconnect");
    assertThat(nextTold()).isEqualTo("server namespace disconnect");
    assertThat(chat.size()).isEqualTo(2);
  }

  @Test
  void what_is_volatile_is_dropped_for_who_does_not_poll_and_the_rest_is_not() {
    three(By.POLLING);
    chat.emit("a");
    chat.broadcast().asVolatile().emit("b");
    chat.emit("c");
    assertGot(List.of("a", "c"), List.of("a", "c"), List.of("a", "c"));
  }

  @Test
  void what_is_volatile_comes_where_there_is_room() {
    three(By.WEBSOCKET);
    chat.broadcast().asVolatile().emit("a");
    assertGot(List.of("a"), List.of("a"), List.of("a"));
  }
}
