package ceres.samples;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.socketio.server.ConnectionRefusedException;
import ceres.socketio.server.RecoveryConfig;
import ceres.socketio.server.SocketIoConfig;
import ceres.socketio.server.SocketIoServer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** How clients come, go, and come back. */
class LifeSamplesTest extends SampleTest {
  private static final int ID = "40{\"sid\":\"".length();
  private static final int PID = ID + 20 + "\",\"pid\":\"".length();

  /** Who owns a token. */
  private final Map<String, String> users = new ConcurrentHashMap<>(Map.of("secret", "Ada"));

  /** Finds that out elsewhere. */
  private interface Directory {
    CompletionStage<String> find(String token);
  }

  private final Directory directory =
      token ->
          CompletableFuture.supplyAsync(() -> users.get(token))
              .thenCompose(user ->
                  user == null
                      ? CompletableFuture.failedFuture(new ConnectionRefusedException("bad token"))
                      : CompletableFuture.completedFuture(user));

  @Test
  void only_who_has_a_token_is_let_in() {
    // sample: auth
    io.use(socket -> {
      if (!(socket.handshake().auth().get("token") instanceof String token)) {
        throw new ConnectionRefusedException("no token");
      }
      String user = users.get(token); // may block
      if (user == null) {
        throw new ConnectionRefusedException("bad token", Map.of("retry", false));
      }
      socket.data().put("user", user);
    });
    io.onConnection(socket -> socket.emit("welcome", socket.data().get("user")));
    // end
    start(io);
    Guest guest = open(io);
    guest.send("40");
    assertThat(guest.next()).isEqualTo("44{\"message\":\"no token\"}");
    guest.send("40{\"token\":\"guess\"}");
    assertThat(guest.next()).isEqualTo("44{\"message\":\"bad token\",\"data\":{\"retry\":false}}");
    String _ = guest.connect("40", "{\"token\":\"secret\"}");
    assertThat(guest.next()).isEqualTo("42[\"welcome\",\"Ada\"]");
  }

  @Test
  void a_token_is_checked_without_a_thread() {
    // sample: auth-async
    io.useAsync(socket ->
        directory
            .find(String.valueOf(socket.handshake().auth().get("token")))
            .thenAccept(user -> socket.data().put("user", user)));
    io.onConnectionAsync(socket -> {
      socket.emit("welcome", socket.data().get("user"));
      return CompletableFuture.completedFuture(null);
    });
    // end
    start(io);
    Guest guest = open(io);
    guest.send("40{\"token\":\"guess\"}");
    assertThat(guest.next()).isEqualTo("44{\"message\":\"bad token\"}");
    String _ = guest.connect("40", "{\"token\":\"secret\"}");
    assertThat(guest.next()).isEqualTo("42[\"welcome\",\"Ada\"]");
  }

  @Test
  void who_leaves_is_seen() {
    io.onConnection(socket -> {
      socket.join("red");
      log.add("in");
    });
    // sample: disconnect
    io.of("/")
        .handlers()
        .onDisconnecting( // at once, on the event loop; still in its rooms
            (socket, reason) ->
                socket.rooms().forEach(room -> socket.to(room).emit("leaves", socket.id())))
        .onDisconnect( // after all its events; may block
            (socket, reason) -> log.add(socket.id() + " left: " + reason.text()));
    // end
    start(io);
    Guest ada = open(io);
    String id = ada.connect();
    Guest bob = guest();
    assertThat(List.of(nextLogged(), nextLogged())).containsExactly("in", "in");
    ada.send("41");
    assertThat(bob.next()).isEqualTo("42[\"leaves\",\"" + id + "\"]");
    assertThat(nextLogged()).isEqualTo(id + " left: client namespace disconnect");
  }

  @Test
  void the_server_throws_out() {
    io.onConnection(socket -> {
      // sample: throw out
      socket.onDisconnect(reason -> log.add("left: " + reason.text()));
      socket.on("quit", event -> socket.disconnect()); // this namespace
      socket.on("abuse", event -> socket.disconnect(true)); // the connection, with all namespaces
      // end
    });
    start(io);
    Guest guest = guest();
    guest.send("42[\"quit\"]");
    assertThat(guest.next()).isEqualTo("41");
    assertThat(nextLogged()).isEqualTo("left: server namespace disconnect");
    String _ = guest.connect();
    guest.send("42[\"abuse\"]");
    assertThat(guest.next()).isEqualTo("41");
    assertThat(guest.next()).isEqualTo("end");
  }

  @Test
  void a_lost_client_comes_back() {
    // sample: recovery
    var config = SocketIoConfig.builder().recovery(RecoveryConfig.DEFAULTS);
    // end
    SocketIoServer io = server(config);
    // sample: recovered
    io.use(socket -> {
      Object owner = users.get(String.valueOf(socket.handshake().auth().get("token")));
      if (owner == null) {
        throw new ConnectionRefusedException("bad token");
      }
      if (socket.recovered() && !owner.equals(socket.data().get("user"))) {
        socket.declineRecovery(); // somebody else now: begins anew
      }
      socket.data().put("user", owner);
    });
    io.onConnection(socket -> {
      if (!socket.recovered()) { // who comes back is in its rooms already
        socket.join("news");
      }
    });
    // end
    io.onConnection(socket -> log.add(socket.recovered() + " " + socket.data().get("user")));
    io.of("/").handlers().onDisconnect((_, reason) -> log.add(reason.text()));
    start(io);
    Guest first = open(io);
    first.send("40{\"token\":\"secret\"}");
    String answer = first.next();
    String pid = answer.substring(PID, PID + 20);
    assertThat(nextLogged()).isEqualTo("false Ada");
    io.to("news").emit("one");
    String one = first.next();
    String offset = one.replaceAll("42\\[\"one\",\"(.*)\"]", "$1");
    first.drop();
    assertThat(nextLogged()).startsWith("transport ");
    io.to("news").emit("two");

    String back = "\"pid\":\"" + pid + "\",\"offset\":\"" + offset + "\"";
    Guest refused = open(io);
    refused.send("40{\"token\":\"expired\"," + back + "}");
    assertThat(refused.next()).isEqualTo("44{\"message\":\"bad token\"}");
    Guest second = open(io);
    second.send("40{\"token\":\"secret\"," + back + "}");
    assertThat(second.next()).isEqualTo(answer);
    assertThat(second.next()).startsWith("42[\"two\",\"");
    assertThat(nextLogged()).isEqualTo("true Ada");

    users.put("other", "Bob");
    second.drop();
    assertThat(nextLogged()).startsWith("transport ");
    Guest bob = open(io);
    bob.send("40{\"token\":\"other\"," + back + "}");
    assertThat(bob.next()).startsWith("40{\"sid\":\"").isNotEqualTo(answer);
    assertThat(nextLogged()).isEqualTo("false Bob");
  }
}
