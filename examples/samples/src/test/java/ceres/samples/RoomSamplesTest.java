package ceres.samples;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.socketio.server.Answers;
import ceres.socketio.server.Namespace;
import ceres.socketio.server.ParentNamespace;
import ceres.socketio.server.RemoteSocket;
import ceres.socketio.server.Socket;
import ceres.socketio.server.SocketIoConfig;
import ceres.socketio.server.SocketIoServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Who is reached: rooms, broadcasts, namespaces, all the sockets. */
class RoomSamplesTest extends SampleTest {

  @Test
  void a_room_is_joined_and_reached() {
    // sample: rooms
    io.of("/")
        .handlers()
        .on("join", event -> event.socket().join(event.arg(0, String.class)))
        .on("leave", event -> event.socket().leave(event.arg(0, String.class)))
        .on(
            "say",
            event -> {
              String room = event.arg(0, String.class);
              event.socket().to(room).emit("said", event.arg(1)); // the others in the room
              event.ack();
            });
    // end
    start(io);
    Guest ada = guest();
    Guest bob = guest();
    bob.send("42[\"join\",\"red\"]", "420[\"say\",\"red\",\"echo\"]");
    assertThat(bob.next()).isEqualTo("430[]");
    ada.send("420[\"say\",\"red\",\"hello\"]", "421[\"say\",\"blue\",\"nobody\"]");
    assertThat(ada.next()).isEqualTo("430[]");
    assertThat(ada.next()).isEqualTo("431[]");
    bob.send("42[\"leave\",\"red\"]", "421[\"say\",\"red\",\"x\"]");
    assertThat(bob.next()).isEqualTo("42[\"said\",\"hello\"]");
    assertThat(bob.next()).isEqualTo("431[]");
    ada.send("422[\"say\",\"red\",\"gone\"]");
    assertThat(ada.next()).isEqualTo("432[]");
    io.emit("end");
    assertThat(bob.next()).isEqualTo("42[\"end\"]");
  }

  @Test
  void broadcasts_have_targets_and_exceptions() {
    io.onConnection(socket -> {
      if (socket.handshake().auth().get("rooms") instanceof List<?> rooms) {
        socket.join(rooms.stream().map(String::valueOf).toList());
      }
      log.add("in");
    });
    start(io);
    List<Guest> guests =
        List.of(
            guestIn("[\"red\"]"),
            guestIn("[\"red\",\"blue\"]"),
            guestIn("[\"blue\",\"muted\"]"),
            guestIn("[]"));
    io.of("/")
        .handlers()
        .on(
            "go",
            event -> {
              Socket socket = event.socket();
              // sample: broadcasts
              io.emit("news", 1); // everyone
              io.to("red").emit("news", 2); // a room
              io.to("red").to("blue").except("muted").emit("news", 3); // once, also if in both
              io.of("/").broadcast().to(List.of("red", "blue")).emit("news", 4);
              socket.broadcast().emit("news", 5); // everyone else
              socket.to("red").emit("news", 6); // everyone else in a room
              // end
              io.emit("end");
            });
    guests.getFirst().send("42[\"go\"]");
    assertThat(guests)
        .extracting(RoomSamplesTest::newsUntilTheEnd)
        .containsExactly(
            List.of("1", "2", "3", "4"),
            List.of("1", "2", "3", "4", "5", "6"),
            List.of("1", "4", "5"),
            List.of("1", "5"));
  }

  private Guest guestIn(String rooms) {
    Guest guest = open(io);
    String _ = guest.connect("40", "{\"rooms\":" + rooms + "}");
    assertThat(nextLogged()).isEqualTo("in");
    return guest;
  }

  private static List<String> newsUntilTheEnd(Guest guest) {
    List<String> all = new java.util.ArrayList<>();
    for (String each = guest.next(); !each.equals("42[\"end\"]"); each = guest.next()) {
      all.add(each.replaceAll("42\\[\"news\",(.*)]", "$1"));
    }
    return all;
  }

  @Test
  void everyone_is_asked() {
    io.onConnection(socket -> {
      socket.join("voters");
      log.add("in");
    });
    start(io);
    Guest ada = guest();
    assertThat(nextLogged()).isEqualTo("in");
    Guest bob = guest();
    assertThat(nextLogged()).isEqualTo("in");
    // sample: ask all
    CompletionStage<Answers> vote =
        io.to("voters").emitWithAck(Duration.ofSeconds(1), "vote", "Is it blue?");
    vote.thenAccept(answers -> {
      long yes = answers.all().stream().filter(each -> each.arg(0, Boolean.class)).count();
      io.to("voters").emit("result", yes, answers.missing());
    });
    // end
    assertThat(bob.next()).isEqualTo("420[\"vote\",\"Is it blue?\"]");
    assertThat(ada.next()).isEqualTo("420[\"vote\",\"Is it blue?\"]");
    ada.send("430[true]");
    assertThat(ada.next()).isEqualTo("42[\"result\",1,1]");
  }

  @Test
  void some_may_be_lost_and_some_need_not_be_compressed() {
    io.onConnection(socket -> {
      byte[] jpeg = {1};
      // sample: flags
      io.of("/").broadcast().asVolatile().emit("position", 1, 2);
      socket.asVolatile().emit("position", 3, 4);
      socket.compress(false).emit("picture", jpeg);
      // end
    });
    start(io);
    Guest guest = guest();
    assertThat(guest.next()).isEqualTo("42[\"position\",1,2]");
    assertThat(guest.next()).isEqualTo("42[\"position\",3,4]");
    assertThat(guest.next()).isEqualTo("451-[\"picture\",{\"_placeholder\":true,\"num\":0}]");
    assertThat(guest.next()).isEqualTo("bAQ==");
  }

  @Test
  void namespaces_are_worlds_of_their_own() {
    // sample: namespace
    Namespace admin = io.of("/admin");
    admin.onConnection(socket -> admin.emit("came", socket.id()));
    // end
    start(io);
    Guest guest = guest();
    String id = guest.connect("40/admin,", "");
    assertThat(guest.next()).isEqualTo("42/admin,[\"came\",\"" + id + "\"]");
  }

  @Test
  void namespaces_are_made_when_asked_for() {
    Set<String> tenants = Set.of("acme");
    // sample: dynamic namespaces
    ParentNamespace games = io.of(Pattern.compile("/game-\\d+"));
    games.onConnection(socket -> socket.emit("game", socket.namespace().name()));

    ParentNamespace perTenant =
        io.of((name, handshake) -> tenants.contains(name.substring(1))); // may block
    perTenant.use(socket -> log.add("checked for " + socket.namespace().name()));
    // end
    start(io);
    Guest guest = open(io);
    String _ = guest.connect("40/game-1,", "");
    assertThat(guest.next()).isEqualTo("42/game-1,[\"game\",\"/game-1\"]");
    String _ = guest.connect("40/acme,", "");
    assertThat(nextLogged()).isEqualTo("checked for /acme");
    guest.send("40/game-x");
    assertThat(guest.next()).isEqualTo("44/game-x,{\"message\":\"Invalid namespace\"}");
    assertThat(games.children()).extracting(Namespace::name).containsExactly("/game-1");
  }

  @Test
  void empty_namespaces_are_removed() {
    // sample: clean up
    var config = SocketIoConfig.builder().cleanupEmptyChildNamespaces(true);
    // end
    SocketIoServer server = server(config);
    ParentNamespace games = server.of(Pattern.compile("/game-\\d+"));
    start(server);
    Guest guest = open(server);
    String _ = guest.connect("40/game-1,", "");
    assertThat(games.children()).hasSize(1);
    guest.send("41/game-1,");
    org.awaitility.Awaitility.await().until(() -> games.children().isEmpty());
  }

  @Test
  void sockets_are_found_and_moved() {
    io.onConnection(socket -> {
      socket.data().put("name", "Ada");
      socket.join("waiting");
      log.add("in");
    });
    start(io);
    Guest guest = open(io);
    String id = guest.connect();
    assertThat(nextLogged()).isEqualTo("in");
    // sample: sockets
    io.to("waiting").socketsJoin("playing");
    io.to("playing").socketsLeave("waiting");

    CompletionStage<List<RemoteSocket>> players = io.to("playing").fetchSockets();
    players.thenAccept(all ->
        all.forEach(each -> {
          log.add(each.data().get("name") + " is in " + each.rooms());
          each.emit("your turn");
        }));
    // end
    assertThat(nextLogged()).isEqualTo("Ada is in [" + id + ", playing]");
    assertThat(guest.next()).isEqualTo("42[\"your turn\"]");
    // sample: one socket
    io.to(id).emit("hello"); // its id is a room of its own
    Socket socket = io.of("/").socket(id); // null if it is not on this node
    io.to("playing").disconnectSockets(false);
    // end
    assertThat(socket).isNotNull();
    assertThat(guest.next()).isEqualTo("42[\"hello\"]");
    assertThat(guest.next()).isEqualTo("41");
  }

  @Test
  void a_socket_remembers() {
    // sample: data
    record User(String name, Instant since) {}

    io.onConnection(socket -> {
      socket
          .data()
          .put("color", "red"); // what can be JSON; survives recovery, seen by fetchSockets
      socket.attach(new User("Ada", Instant.now())); // anything; of this Socket only
    });
    io.of("/")
        .handlers()
        .on("who", event -> event.ack(event.socket().attachment(User.class).name()))
        .on("color", event -> event.ack(event.socket().data().get("color")));
    // end
    start(io);
    Guest guest = guest();
    guest.send("420[\"who\"]", "421[\"color\"]");
    assertThat(guest.next()).isEqualTo("430[\"Ada\"]");
    assertThat(guest.next()).isEqualTo("431[\"red\"]");
  }

  @Test
  void nodes_speak_to_each_other() {
    // sample: server side
    io.of("/").onServerSide("users?", event -> io.of("/").size()); // what other nodes get
    CompletionStage<Answers> others =
        io.of("/").serverSideEmitWithAck(Duration.ofSeconds(1), "users?");
    // end
    assertThat(others).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(new Answers(List.of(), 0));
  }
}
