package ceres.socketio.server;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.socketio.server.Client.By;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a server and a socket do without a namespace or handlers in between. */
class MainNamespaceTest extends SocketIoTest {

  @Test
  void a_server_checks_and_reaches_the_sockets_of_the_main_namespace() {
    SocketIoServer server = server();
    server.of("/other");
    server
        .use(socket -> told.add("checked " + socket.namespace().name()))
        .onConnection(socket -> socket.join("red"));
    server.of("/").handlers().on("here", Event::ack);
    Client main = open(started(server), By.WEBSOCKET);
    main.connect();
    assertThat(nextTold()).isEqualTo("checked /");
    main.send("40/other", "420[\"here\"]");
    assertThat(main.next()).startsWith("40/other,");
    assertThat(main.next()).isEqualTo("430[]");
    server.emit("all", 1);
    server.to("red").emit("red");
    server.to("blue").emit("blue");
    server.emit("end");
    assertThat(main.next()).isEqualTo("42[\"all\",1]");
    assertThat(main.next()).isEqualTo("42[\"red\"]");
    assertThat(main.next()).isEqualTo("42[\"end\"]");
    assertThat(told).isEmpty();
  }

  @Test
  void a_socket_that_is_disconnected_tells_its_own_handler_and_keeps_its_connection() {
    SocketIoServer server = server();
    server.onConnection(socket -> {
      socket.onDisconnect(reason -> told.add(reason.text()));
      socket.disconnect();
    });
    Client client = open(started(server), By.WEBSOCKET);
    client.connect();
    assertThat(client.next()).isEqualTo("41");
    assertThat(nextTold()).isEqualTo("server namespace disconnect");
    client.connect();
  }

  @Test
  void the_settings_of_the_engine_are_set_in_passing() {
    SocketIoConfig config =
        SocketIoConfig.builder()
            .engine(engine -> engine.upgradeTimeout(Duration.ofSeconds(3)).eventLoops(1))
            .port(1234)
            .build();
    assertThat(config.engine().upgradeTimeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(config.engine().eventLoops()).isEqualTo(1);
    assertThat(config.engine().port()).isEqualTo(1234);
  }
}
