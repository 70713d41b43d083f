package ceres.samples;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.socketio.server.Answer;
import ceres.socketio.server.Event;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Events, what they carry, and how they are acknowledged. */
class EventSamplesTest extends SampleTest {

  @Test
  void records_come_and_go() {
    // sample: records
    record Note(String text, int x, int y) {}

    io.onConnection(socket ->
        socket.on(
            "note",
            event -> {
              Note note = event.arg(0, Note.class);
              socket.emit("moved", new Note(note.text(), note.x() + 10, note.y()));
            }));
    // end
    start(io);
    Guest guest = guest();
    guest.send("42[\"note\",{\"text\":\"hi\",\"x\":1,\"y\":2}]");
    assertThat(guest.next()).isEqualTo("42[\"moved\",{\"text\":\"hi\",\"x\":11,\"y\":2}]");
    guest.send("42[\"note\",\"no note\"]", "42[\"note\"]", "42[\"note\",{\"x\":1,\"z\":2}]");
    assertThat(guest.next()).isEqualTo("42[\"moved\",{\"text\":null,\"x\":11,\"y\":0}]");
  }

  @Test
  void a_record_checks_what_came() {
    // sample: checked record
    record Name(String first, String last) {
      Name {
        if (first == null || last == null) {
          throw new IllegalArgumentException("a name has two parts");
        }
      }
    }
    // end
    io.of("/")
        .handlers()
        .on("name", event -> event.ack(event.arg(0, Name.class).last()))
        .onError((event, failure) -> event.ack(failure.getMessage()));
    start(io);
    Guest guest = guest();
    guest.send("420[\"name\",{\"last\":\"Byron\"}]");
    assertThat(guest.next()).isEqualTo("430[\"the argument is no Name\"]");
    guest.send("421[\"name\",{\"first\":\"Ada\",\"last\":\"Lovelace\",\"age\":36}]");
    assertThat(guest.next()).isEqualTo("431[\"Lovelace\"]");
  }

  @Test
  void arguments_are_json_values_or_trees_or_lists() {
    io.onConnection(socket -> {
      // sample: values
      socket.on(
          "values",
          event -> {
            List<?> all = event.args(); // null, Boolean, Long, Double, String, List, Map, byte[] …
            Object first = event.arg(0); // null where there is none
            JsonNode tree = event.arg(1, JsonNode.class); // Jackson's tree
            String[] names = event.arg(2, String[].class); // a list of one type
            socket.emit("seen", all.size(), first, tree.path("a").path("b"), names);
            socket.emit("made", Map.of("list", List.of(1, 2.5)));
          });
      // end
    });
    start(io);
    Guest guest = guest();
    guest.send("42[\"values\",7,{\"a\":{\"b\":[true]}},[\"x\",\"y\"]]");
    assertThat(guest.next()).isEqualTo("42[\"seen\",3,7,[true],[\"x\",\"y\"]]");
    assertThat(guest.next()).isEqualTo("42[\"made\",{\"list\":[1,2.5]}]");
  }

  @Test
  void bytes_may_be_anywhere() {
    io.onConnection(socket -> {
      // sample: binary
      record Picture(String name, byte[] png) {}

      socket.on(
          "picture",
          event -> {
            Picture picture = event.arg(0, Picture.class);
            socket.emit("thumbnail", picture.png().length, new Picture("small", new byte[] {1, 2}));
          });
      // end
    });
    start(io);
    Guest guest = guest();
    guest.send(
        "451-[\"picture\",{\"name\":\"big\",\"png\":{\"_placeholder\":true,\"num\":0}}]",
        "bAQIDBA==");
    assertThat(guest.next())
        .isEqualTo(
            "451-[\"thumbnail\",4,{\"name\":\"small\",\"png\":{\"_placeholder\":true,\"num\":0}}]");
    assertThat(guest.next()).isEqualTo("bAQI=");
  }

  @Test
  void the_client_is_answered() {
    io.onConnection(socket -> {
      // sample: ack
      socket.on(
          "add", event -> event.ack(event.arg(0, Integer.class) + event.arg(1, Integer.class)));
      // end
    });
    start(io);
    Guest guest = guest();
    guest.send("420[\"add\",1,2]", "42[\"add\",1,2]", "421[\"add\",3,4]");
    assertThat(guest.next()).isEqualTo("430[3]");
    assertThat(guest.next()).isEqualTo("431[7]");
  }

  @Test
  void the_client_is_asked_and_nobody_waits() {
    io.onConnection(socket -> {
      // sample: ask
      socket
          .emitWithAck(Duration.ofSeconds(5), "how are you?")
          .whenComplete((answer, failure) -> {
            if (failure == null) {
              socket.emit("so you are", answer.arg(0));
            } else { // a TimeoutException: it did not answer in time, or left
              socket.disconnect(true);
            }
          });
      // end
    });
    start(io);
    Guest guest = guest();
    assertThat(guest.next()).isEqualTo("420[\"how are you?\"]");
    guest.send("430[\"well\"]");
    assertThat(guest.next()).isEqualTo("42[\"so you are\",\"well\"]");
  }

  @Test
  void a_handler_may_wait_for_its_client() {
    io.onConnection(socket -> {
      // sample: ask and wait
      socket.on(
          "delete",
          event -> {
            Answer answer =
                socket
                    .emitWithAck(Duration.ofSeconds(5), "sure?", event.arg(0))
                    .toCompletableFuture()
                    .join();
            event.ack(answer.arg(0, Boolean.class) ? "deleted" : "kept");
          });
      // end
    });
    start(io);
    Guest guest = guest();
    guest.send("427[\"delete\",\"a.txt\"]");
    assertThat(guest.next()).isEqualTo("420[\"sure?\",\"a.txt\"]");
    guest.send("430[true]");
    assertThat(guest.next()).isEqualTo("437[\"deleted\"]");
  }

  @Test
  void a_silent_client_fails_the_answer_with_a_time_out() {
    io.onConnection(socket -> {
      try {
        Answer _ =
            socket.emitWithAck(Duration.ofMillis(50), "anybody?").toCompletableFuture().join();
      } catch (CompletionException e) {
        assertThat(e).hasCauseInstanceOf(TimeoutException.class);
        log.add("silence");
      }
    });
    start(io);
    Guest _ = guest();
    assertThat(nextLogged()).isEqualTo("silence");
  }

  @Test
  void handlers_of_a_namespace_serve_all_its_sockets() {
    // sample: handlers
    io.of("/")
        .handlers()
        .on("time", event -> event.ack(System.currentTimeMillis()))
        .on("whoami", event -> event.ack(event.socket().id()));
    // end
    start(io);
    Guest guest = open(io);
    String id = guest.connect();
    guest.send("420[\"time\"]", "421[\"whoami\"]");
    assertThat(guest.next()).matches("430\\[\\d{13}]");
    assertThat(guest.next()).isEqualTo("431[\"" + id + "\"]");
  }

  @Test
  void an_asynchronous_handler_holds_the_next_event_until_its_stage_is_complete() {
    Store store = new Store();
    // sample: async
    io.of("/")
        .handlers()
        .onAsync(
            "save",
            event -> store.save(event.arg(0, String.class)).thenAccept(id -> event.ack(id)));
    // end
    start(io);
    Guest guest = guest();
    guest.send("420[\"save\",\"first\"]", "421[\"save\",\"second\"]");
    assertThat(guest.next()).isEqualTo("430[1]");
    assertThat(guest.next()).isEqualTo("431[2]");
  }

  @Test
  void what_a_handler_throws_is_caught() {
    // sample: errors
    io.of("/")
        .handlers()
        .on("age", event -> event.ack(event.arg(0, Integer.class)))
        .onError((event, failure) -> event.ack("error", failure.getMessage()));
    // end
    start(io);
    Guest guest = guest();
    guest.send("420[\"age\",\"old\"]", "421[\"age\"]", "422[\"age\",42]");
    assertThat(guest.next()).isEqualTo("430[\"error\",\"the argument is no Integer\"]");
    assertThat(guest.next()).isEqualTo("431[\"error\",\"the argument is absent\"]");
    assertThat(guest.next()).isEqualTo("432[42]");
  }

  @Test
  void everything_is_seen_in_and_out() {
    // sample: catch-all
    io.of("/")
        .handlers()
        .onAny(event -> log.add("in " + event.name() + event.args()))
        .onAnyOutgoing((socket, name, args) -> log.add("out " + name + args))
        .onUnhandledAsync(event -> {
          event.ack("no such event");
          return CompletableFuture.completedFuture(null);
        })
        .on("ping", event -> event.socket().emit("pong", 1));
    // end
    start(io);
    Guest guest = guest();
    guest.send("42[\"ping\",true]");
    assertThat(guest.next()).isEqualTo("42[\"pong\",1]");
    guest.send("425[\"pang\"]");
    assertThat(guest.next()).isEqualTo("435[\"no such event\"]");
    assertThat(nextLogged()).isEqualTo("in ping[true]");
    assertThat(nextLogged()).isEqualTo("out pong[1]");
    assertThat(nextLogged()).isEqualTo("in pang[]");
  }

  @Test
  void a_check_stops_an_event() {
    // sample: check
    io.of("/")
        .handlers()
        .use(event -> {
          if (event.name().startsWith("admin:") && !event.socket().data().containsKey("admin")) {
            throw new SecurityException("not allowed");
          }
        })
        .onError((event, failure) -> event.ack(failure.getMessage()))
        .on("admin:reset", Event::ack)
        .on("login", event -> event.socket().data().put("admin", true));
    // end
    start(io);
    Guest guest = guest();
    guest.send("420[\"admin:reset\"]", "42[\"login\"]", "421[\"admin:reset\"]");
    assertThat(guest.next()).isEqualTo("430[\"not allowed\"]");
    assertThat(guest.next()).isEqualTo("431[]");
  }

  /** Keeps what it gets, later. */
  private static final class Store {
    private final List<String> kept = new java.util.ArrayList<>();

    CompletableFuture<Integer> save(String text) {
      return CompletableFuture.supplyAsync(
          () -> {
            synchronized (kept) {
              kept.add(text);
              return kept.size();
            }
          },
          CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS));
    }
  }
}
