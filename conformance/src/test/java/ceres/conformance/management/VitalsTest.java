package ceres.conformance.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ceres.chat.core.Draft;
import ceres.chat.core.ServerUser;
import ceres.chat.core.User;
import ceres.chat.postgres.Database;
import ceres.chat.postgres.DatabaseConfig;
import ceres.chat.server.management.Vitals;
import ceres.conformance.support.ChatClient;
import ceres.conformance.support.TestDatabase;
import ceres.socketio.server.SocketIoConfig;
import ceres.socketio.server.SocketIoServer;
import java.sql.Connection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether a server lives, and whether it is ready. */
class VitalsTest {
  private final TestDatabase own = TestDatabase.create();
  private final Vitals vitals = new Vitals();
  private final CountDownLatch released = new CountDownLatch(1);
  private final Database database =
      Database.open(DatabaseConfig.of(own.url()).withQueue(10, 1 << 20));
  private final SocketIoServer io =
      new SocketIoServer(SocketIoConfig.builder().host("127.0.0.1").port(0).build());

  @BeforeEach
  void start() throws Exception {
    io.of("/")
        .handlers()
        .onAsync(
            "block",
            _ -> {
              awaitRelease();
              return CompletableFuture.completedFuture(true);
            });
    io.start();
  }

  @AfterEach
  void stop() {
    released.countDown();
    io.close();
    database.close();
  }

  private void awaitRelease() {
    try {
      assertThat(released.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void a_server_that_starts_lives_and_is_not_ready() {
    assertThat(vitals.isAlive()).isTrue();
    assertThat(vitals.obstacles()).containsExactly("the server starts");
    vitals.running(io, database);
    assertThat(vitals.isReady()).isTrue();
  }

  @Test
  void a_server_that_stops_lives_and_is_not_ready() {
    vitals.running(io, database);
    vitals.stopping();
    assertThat(vitals.isAlive()).isTrue();
    assertThat(vitals.obstacles()).containsExactly("the server stops");
  }

  @Test
  void an_event_loop_that_does_not_answer_is_noticed_in_time() {
    vitals.running(io, database);
    assertThat(vitals.isAlive()).isTrue();
    ChatClient client = ChatClient.open(io.address().getPort());
    client.authenticate(null);
    client.emit("block");
    await()
        .untilAsserted(() -> {
          long began = System.nanoTime();
          assertThat(vitals.isAlive()).isFalse();
          assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(4));
        });
    released.countDown();
    await().until(vitals::isAlive);
    client.cut();
  }

  @Test
  void a_queue_that_is_full_makes_it_not_ready_until_it_is_empty() throws Exception {
    vitals.running(io, database);
    User server = database.users().admit(ServerUser.CLAIMS).toCompletableFuture().join();
    try (Connection connection = own.connect()) {
      connection.setAutoCommit(false);
      connection.createStatement().execute("LOCK TABLE \"ChatMessage\" IN EXCLUSIVE MODE");
      for (int i = 0; i < 9; i++) {
        database.log().append(new Draft(server, "general", "m" + i, null), _ -> {});
      }
      assertThat(vitals.obstacles()).containsExactly("too many messages wait to be saved");
      connection.commit();
    }
    await().untilAsserted(() -> assertThat(vitals.obstacles()).isEmpty());
    assertThat(own.query("SELECT name FROM \"User\"")).containsExactly("Server");
  }
}
