package ceres.testing.training;

import ceres.testing.wire.Endpoint;
import ceres.testing.wire.RawWebSocket;
import ceres.testing.wire.Tokens;
import ceres.testing.wire.Transport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * All that clients usually do, as often as it takes until the JVM has compiled it for good. Each
 * client is a virtual thread. Immutable.
 *
 * @param server a chat server
 * @param tokens for it
 */
record Exercise(Endpoint server, Tokens tokens) {
  private static final int USERS = 500;
  private static final int AT_ONCE = 64;

  /** Does it all, in a matter of seconds. */
  void run() throws IOException, InterruptedException {
    visits(4_000, this::byWebSocket);
    visits(500, this::byPolling);
    visits(200, this::byUpgrade);
    crowd(150, 300);
    dialogues(50, 100);
    visits(1_000, this::byWebSocket);
  }

  /** What a client does. */
  @FunctionalInterface
  interface Visit {
    void by(int user) throws IOException, InterruptedException;
  }

  /** So many clients, some at once. */
  private static void visits(int count, Visit visit) throws IOException, InterruptedException {
    together(
        AT_ONCE,
        lane -> {
          for (int user = lane; user < count; user += AT_ONCE) {
            visit.by(user % USERS);
          }
        });
  }

  private void byWebSocket(int user) throws IOException {
    open(user).close();
  }

  private void byPolling(int user) throws IOException {
    String room = "polling " + user % 20;
    try (Trainee trainee = new Trainee(server.open(Transport.POLLING), token(user))) {
      trainee.join(room);
      trainee.say(room, 1);
      trainee.await("42[\"new_message\"");
      trainee.ask("typing_start", quoted(room));
      trainee.ask("fetch_history", "{\"roomId\":\"" + room + "\"}");
      trainee.ask("get_presence", quoted(room));
      trainee.ask("leave_room", quoted(room));
    }
  }

  private void byUpgrade(int user) throws IOException {
    String sid = server.openPolling();
    try (RawWebSocket socket = server.candidate(sid)) {
      socket.text("2probe");
      demand(socket.next(), "3probe");
      socket.text("5").text("40{\"token\":\"" + token(user) + "\"}");
      demand(socket.next(), "40");
    }
  }

  /** A room with many members; one of them talks. */
  private void crowd(int members, int messages) throws IOException, InterruptedException {
    CountDownLatch joined = new CountDownLatch(members);
    together(
        members,
        user -> {
          try (Trainee trainee = open(user)) {
            trainee.join("crowd");
            joined.countDown();
            joined.await();
            for (int i = 0; i < messages; i++) {
              if (user == 0) {
                trainee.say("crowd", i);
              }
              trainee.await("42[\"new_message\"");
            }
          }
        });
  }

  /**
   * Rooms of two, each with one that sends and has four messages on the way, and one that reads.
   */
  private void dialogues(int rooms, int messages) throws IOException, InterruptedException {
    CountDownLatch joined = new CountDownLatch(2 * rooms);
    together(
        2 * rooms,
        user -> {
          String room = "dialogue " + user / 2;
          try (Trainee trainee = open(user)) {
            trainee.join(room);
            joined.countDown();
            joined.await();
            boolean sends = user % 2 == 0;
            for (int i = 0; i < messages + 4; i++) {
              if (sends && i < messages) {
                trainee.say(room, i);
              }
              if (i >= 4) {
                trainee.await(sends ? "43" : "42[\"new_message\"");
              }
            }
          }
        });
  }

  private Trainee open(int user) throws IOException {
    return new Trainee(server.open(Transport.WEBSOCKET), token(user));
  }

  private static void together(int count, Visit visit) throws IOException, InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> visits = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int user = i;
        visits.add(
            threads.submit(() -> {
              visit.by(user);
              return null;
            }));
      }
      for (Future<?> each : visits) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("A client failed", e);
    }
  }

  private String token(int user) {
    return tokens.of("trainee " + user, "Trainee " + user);
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  private static void demand(String packet, String beginning) throws IOException {
    if (!packet.startsWith(beginning)) {
      throw new IOException("instead of " + beginning + " there came " + packet);
    }
  }
}
