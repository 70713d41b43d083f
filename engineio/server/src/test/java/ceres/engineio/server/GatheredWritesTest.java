package ceres.engineio.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ceres.testing.wire.RawHttp;
import ceres.testing.wire.RawWebSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What many clients get in one system call. */
@ExtendWith(NoLeaks.class)
@EnabledOnOs(OS.LINUX)
class GatheredWritesTest {
  private static final int CLIENTS = SendRing.ENTRIES + 50;
  private static final int TURNS = 20;

  private final List<RawWebSocket> clients = new ArrayList<>();
  private final List<EngineSession> sessions = new ArrayList<>();
  private @Nullable TestServer server;

  @AfterEach
  void close() throws Exception {
    for (RawWebSocket client : clients) {
      client.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private TestServer server() {
    return Objects.requireNonNull(server);
  }

  private void start(IoBackend io, int count) throws Exception {
    if (io == IoBackend.AUTO) {
      SendRingTest.opened().close();
    }
    server = new TestServer(settings -> settings.eventLoops(1).io(io));
    if (io == IoBackend.AUTO) {
      await().until(this::hasRing);
    }
    for (int i = 0; i < count; i++) {
      RawWebSocket client = new RawWebSocket(new RawHttp(server().port(), 4_096), "");
      clients.add(client);
      String sid = TestServer.sidOf(client.next());
      sessions.add((EngineSession) server().session(sid).session());
    }
  }

  private boolean hasRing() throws Exception {
    return onLoop(() -> writer().hasRing());
  }

  private SocketWriter writer() {
    return ((LoopContext) server().engine().loops().getFirst()).writer();
  }

  private <T> T onLoop(Callable<T> task) throws Exception {
    CompletableFuture<T> answer = new CompletableFuture<>();
    server()
        .engine()
        .loops()
        .getFirst()
        .execute(() -> {
          try {
            answer.complete(task.call());
          } catch (Exception e) {
            answer.completeExceptionally(e);
          }
        });
    return answer.get(10, TimeUnit.SECONDS);
  }

  private void inOneTurn(Runnable task) throws Exception {
    Object _ =
        onLoop(() -> {
          task.run();
          return "";
        });
  }

  /** As the queue does in its turn. */
  private void gathered(Runnable task) throws Exception {
    inOneTurn(() -> {
      writer().gather();
      task.run();
      writer().submit();
    });
  }

  @Test
  void it_is_for_those_who_want_the_best() throws Exception {
    start(IoBackend.EPOLL, 1);
    await().during(Duration.ofMillis(300)).until(() -> !hasRing());
  }

  @ParameterizedTest
  @EnumSource(names = {"AUTO", "EPOLL", "NIO"})
  void everybody_gets_their_own_in_order_also_who_reads_late(IoBackend io) throws Exception {
    start(io, CLIENTS);
    for (int turn = 0; turn < TURNS; turn++) {
      int number = turn;
      inOneTurn(() -> {
        for (int i = 0; i < CLIENTS; i++) {
          sessions.get(i).send(OutgoingPacket.text(number + " for " + i));
          sessions.get(i).send(OutgoingPacket.text("x".repeat(i % 3 * 5_000)));
        }
      });
    }
    for (int i = 0; i < CLIENTS; i++) {
      for (int turn = 0; turn < TURNS; turn++) {
        assertThat(clients.get(i).next()).isEqualTo("4" + turn + " for " + i);
        assertThat(clients.get(i).next()).isEqualTo("4" + "x".repeat(i % 3 * 5_000));
      }
    }
  }

  @Test
  void who_is_sent_to_after_a_crowd_does_not_queue_behind_it() throws Exception {
    int crowd = 2 * FlushQueue.TURN;
    start(IoBackend.EPOLL, crowd + 1);
    CompletableFuture<List<Integer>> heardFirst = new CompletableFuture<>();
    SessionLoop loop = server().engine().loops().getFirst();
    CountDownLatch all = new CountDownLatch(1);
    loop.execute(() -> {
      awaitQuietly(all);
      sessions.subList(0, crowd).forEach(session -> session.send(OutgoingPacket.text("all")));
    });
    loop.execute(() -> {
      sessions.get(crowd).send(OutgoingPacket.text("one"));
      loop.execute(() -> heardFirst.complete(whoHasHeard()));
    });
    all.countDown();
    assertThat(heardFirst.get(10, TimeUnit.SECONDS))
        .contains(crowd)
        .hasSizeBetween(FlushQueue.TURN, FlushQueue.TURN + FlushQueue.SLICE);
    for (int i = 0; i < crowd; i++) {
      assertThat(clients.get(i).next()).isEqualTo("4all");
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Integer> whoHasHeard() {
    List<Integer> heard = new ArrayList<>();
    for (int i = 0; i < clients.size(); i++) {
      try {
        if (clients.get(i).connection().in().available() > 0) {
          heard.add(i);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return heard;
  }

  @Test
  void what_one_gets_twice_is_in_order_also_if_the_first_does_not_leave_at_once() throws Exception {
    start(IoBackend.AUTO, 5);
    for (int turn = 0; turn < 60; turn++) {
      int number = turn;
      gathered(() -> {
        for (EngineSession session : sessions) {
          session.send(OutgoingPacket.text("x".repeat(20_000) + number));
          session.flush();
          session.send(OutgoingPacket.text("after " + number));
          session.flush();
        }
      });
    }
    for (RawWebSocket client : clients) {
      for (int turn = 0; turn < 60; turn++) {
        assertThat(client.next()).isEqualTo("4" + "x".repeat(20_000) + turn);
        assertThat(client.next()).isEqualTo("4after " + turn);
      }
    }
  }

  @Test
  void who_is_closed_meanwhile_gets_all_before_the_end() throws Exception {
    start(IoBackend.AUTO, 20);
    gathered(() -> {
      for (EngineSession session : sessions) {
        session.send(OutgoingPacket.text("last words"));
        session.flush();
        session.close(CloseReason.FORCED_CLOSE);
      }
    });
    for (RawWebSocket client : clients) {
      assertThat(client.next()).isEqualTo("4last words");
      assertThat(client.next()).startsWith("close");
    }
  }

  @Test
  void who_is_gone_takes_nothing_from_the_others() throws Exception {
    start(IoBackend.AUTO, 20);
    for (int i = 0; i < 20; i += 2) {
      clients.get(i).connection().reset();
    }
    for (int turn = 0; turn < TURNS; turn++) {
      OutgoingPacket packet = OutgoingPacket.text("" + turn);
      inOneTurn(() -> sessions.forEach(session -> session.send(packet)));
    }
    for (int i = 1; i < 20; i += 2) {
      for (int turn = 0; turn < TURNS; turn++) {
        assertThat(clients.get(i).next()).isEqualTo("4" + turn);
      }
    }
    server().awaitSessions(10);
  }
}
