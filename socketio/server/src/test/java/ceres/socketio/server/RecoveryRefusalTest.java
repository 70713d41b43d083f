package ceres.socketio.server;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.socketio.server.Wire.By;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/** Who does not get what a client left, and how long that is kept. */
class RecoveryRefusalTest extends RecoveryFixture {
  private static final String REFUSED = "44{\"message\":\"no\"}";

  private final CountDownLatch held = new CountDownLatch(1);

  private SocketIoServer guarded() {
    SocketIoServer server = prepare(recovery -> recovery, config -> config);
    server
        .of("/")
        .use(socket -> {
          Object token = socket.handshake().auth().get("token");
          if ("slow".equals(token)) {
            held.await();
          }
          if ("bad".equals(token)) {
            throw new ConnectionRefusedException("no", null);
          }
          if (socket.recovered() && !String.valueOf(token).equals(socket.data().get("token"))) {
            socket.declineRecovery();
          }
          socket.data().put("token", String.valueOf(token));
        });
    return server;
  }

  private static String token(String auth, String token) {
    return auth.replace("{", "{\"token\":\"" + token + "\",");
  }

  @Test
  void a_refused_client_reads_nothing_and_may_try_again() {
    start(guarded());
    Wire first = open(By.WEBSOCKET);
    Ids ids = connect(first, "{\"token\":\"good\"}");
    lose(first);
    main().emit("news", 1);
    Wire second = open(By.WEBSOCKET);
    second.send("40" + token(auth(ids, null), "bad"));
    assertThat(second.next()).isEqualTo(REFUSED);
    assertThat(second.nextSoon()).isEqualTo("nothing");
    second.send("40" + token(auth(ids, null), "good"));
    assertThat(second.next()).isEqualTo(recovered(ids));
    assertThat(bare(second.next())).isEqualTo("42[\"news\",1]");
  }

  @Test
  void a_refused_client_does_not_disturb_who_is_still_connected() {
    start(guarded());
    Wire first = open(By.WEBSOCKET);
    Ids ids = connect(first, "{\"token\":\"good\"}");
    Wire second = open(By.WEBSOCKET);
    second.send("40" + token(auth(ids, null), "bad"));
    assertThat(second.next()).isEqualTo(REFUSED);
    main().emit("news", 1);
    assertThat(bare(first.next())).isEqualTo("42[\"news\",1]");
  }

  @Test
  void somebody_else_begins_anew_and_takes_nothing_away() {
    start(guarded());
    Wire first = open(By.WEBSOCKET);
    Ids ids = connect(first, "{\"token\":\"good\"}");
    lose(first);
    main().emit("news", 1);
    Wire second = open(By.WEBSOCKET);
    second.send("40" + token(auth(ids, null), "another"));
    Ids others = ids(second.next());
    assertThat(others.sid()).isNotEqualTo(ids.sid());
    assertThat(others.pid()).isNotEqualTo(ids.pid());
    assertThat(nextTold()).isEqualTo("connection false");
    assertThat(socket(others).data()).containsEntry("token", "another");
    assertThat(second.nextSoon()).isEqualTo("nothing");
    Wire third = open(By.WEBSOCKET);
    third.send("40" + token(auth(ids, null), "good"));
    assertThat(third.next()).isEqualTo(recovered(ids));
    assertThat(bare(third.next())).isEqualTo("42[\"news\",1]");
  }

  @Test
  void while_one_is_being_checked_another_with_the_same_pid_begins_anew() {
    start(guarded());
    Wire first = open(By.WEBSOCKET);
    Ids ids = connect(first, "{\"token\":\"slow\"}".replace("slow", "good"));
    lose(first);
    Wire second = open(By.WEBSOCKET);
    second.send("40" + token(auth(ids, null), "slow"));
    assertThat(second.nextSoon()).isEqualTo("nothing");
    Wire third = open(By.WEBSOCKET);
    third.send("40" + token(auth(ids, null), "good"));
    assertThat(ids(third.next()).sid()).isNotEqualTo(ids.sid());
    held.countDown();
  }

  @Test
  void one_that_is_cut_off_while_it_is_checked_leaves_all_as_it_was() {
    start(guarded());
    Wire first = open(By.WEBSOCKET);
    Ids ids = connect(first, "{\"token\":\"good\"}");
    lose(first);
    Wire second = open(By.WEBSOCKET);
    second.send("40" + token(auth(ids, null), "slow"));
    pause(100);
    second.cut();
    until(() -> server().connectionCount() == 0);
    held.countDown();
    until(() -> storeSize() == 1);
    Wire third = open(By.WEBSOCKET);
    third.send("40" + token(auth(ids, null), "good"));
    assertThat(third.next()).isEqualTo(recovered(ids));
  }

  @Test
  void unknown_pids_and_offsets_begin_anew() {
    start();
    Wire first = open(By.WEBSOCKET);
    Ids ids = connect(first, "");
    lose(first);
    Wire second = open(By.WEBSOCKET);
    second.send("40" + auth(new Ids("", "unknown"), null));
    assertThat(ids(second.next()).sid()).isNotEqualTo(ids.sid());
    Wire third = open(By.WEBSOCKET);
    third.send("40" + auth(ids, "unknown"));
    assertThat(ids(third.next()).sid()).isNotEqualTo(ids.sid());
    Wire fourth = open(By.WEBSOCKET);
    fourth.send("40" + auth(ids, null));
    assertThat(fourth.next()).isEqualTo(recovered(ids));
  }

  @Test
  void whoever_left_by_intent_has_left() {
    start();
    Wire first = open(By.WEBSOCKET);
    Ids ids = connect(first, "");
    first.send("41");
    assertThat(nextTold()).isEqualTo("client namespace disconnect");
    first.send("40" + auth(ids, null));
    assertThat(ids(first.next()).sid()).isNotEqualTo(ids.sid());
    assertThat(nextTold()).isEqualTo("connection false");

    Wire second = open(By.WEBSOCKET);
    Ids kicked = connect(second, "");
    socket(kicked).disconnect(false);
    assertThat(second.next()).isEqualTo("41");
    assertThat(nextTold()).isEqualTo("server namespace disconnect");
    second.send("40" + auth(kicked, null));
    assertThat(ids(second.next()).sid()).isNotEqualTo(kicked.sid());
    assertThat(nextTold()).isEqualTo("connection false");

    Wire third = open(By.WEBSOCKET);
    Ids wrong = connect(third, "");
    third.send("4nonsense");
    assertThat(nextTold()).isEqualTo("parse error");
    Wire fourth = open(By.WEBSOCKET);
    fourth.send("40" + auth(wrong, null));
    assertThat(ids(fourth.next()).sid()).isNotEqualTo(wrong.sid());
  }

  @Test
  void a_lost_client_can_be_disconnected() {
    start();
    Wire first = open(By.WEBSOCKET);
    Ids ids = connect(first, "");
    lose(first);
    main().to("room").disconnectSockets(false);
    until(this::nothingIsKept);
    Wire second = open(By.WEBSOCKET);
    second.send("40" + auth(ids, null));
    assertThat(ids(second.next()).sid()).isNotEqualTo(ids.sid());
  }

  @Test
  void nobody_is_waited_for_longer_than_configured_and_nothing_stays() {
    start(
        prepare(
            recovery -> recovery.withMaxDisconnection(Duration.ofMillis(300)), config -> config));
    Wire polling = open(By.POLLING);
    Ids _ = connect(polling, "");
    lose(polling);
    Wire first = open(By.WEBSOCKET);
    Ids ids = connect(first, "");
    lose(first);
    main().emit("news", 1);
    until(() -> keptBytes() > 0);
    until(this::nothingIsKept);
    main().emit("news", 2);
    pause(50);
    assertThat(nothingIsKept()).isTrue();
    Wire late = open(By.WEBSOCKET);
    late.send("40" + auth(ids, null));
    assertThat(ids(late.next()).sid()).isNotEqualTo(ids.sid());
  }

  @Test
  void whoever_missed_too_much_begins_anew_and_nobody_else_is_harmed() {
    start(prepare(recovery -> recovery.withMaxBytesPerSocket(4_000), config -> config));
    Wire first = open(By.WEBSOCKET);
    Ids ids = connect(first, "");
    Wire other = open(By.WEBSOCKET);
    Ids others = connect(other, "");
    lose(first);
    for (int i = 0; i < 10; i++) {
      main().to(ids.sid()).emit("news", "x".repeat(500));
    }
    main().emit("news", 1);
    assertThat(bare(other.next())).isEqualTo("42[\"news\",1]");
    lose(other);
    Wire second = open(By.WEBSOCKET);
    second.send("40" + auth(ids, null));
    assertThat(ids(second.next()).sid()).isNotEqualTo(ids.sid());
    assertThat(nextTold()).isEqualTo("connection false");
    Wire third = open(By.WEBSOCKET);
    third.send("40" + auth(others, null));
    assertThat(third.next()).isEqualTo(recovered(others));
    assertThat(bare(third.next())).isEqualTo("42[\"news\",1]");
  }

  @Test
  void when_all_miss_too_much_who_was_lost_first_is_given_up_first() {
    start(
        prepare(
            recovery -> recovery.withMaxBytes(4_000),
            config -> {
              config.engine().eventLoops(1);
              return config;
            }));
    Wire first = open(By.WEBSOCKET);
    Ids ids = connect(first, "");
    Wire other = open(By.WEBSOCKET);
    Ids others = connect(other, "");
    lose(first);
    lose(other);
    for (int i = 0; i < 4; i++) {
      main().to(ids.sid()).emit("news", "x".repeat(500));
      main().to(others.sid()).emit("news", i);
    }
    for (int i = 4; i < 8; i++) {
      main().to(others.sid()).emit("news", "x".repeat(300));
    }
    Wire second = open(By.WEBSOCKET);
    second.send("40" + auth(others, null));
    assertThat(second.next()).isEqualTo(recovered(others));
    Wire third = open(By.WEBSOCKET);
    third.send("40" + auth(ids, null));
    assertThat(ids(third.next()).sid()).isNotEqualTo(ids.sid());
  }

  @Test
  void a_client_that_heard_much_before_it_was_lost_still_comes_back_if_it_has_the_newest() {
    start(prepare(recovery -> recovery.withMaxBytesPerSocket(4_000), config -> config));
    Wire first = open(By.WEBSOCKET);
    Ids ids = connect(first, "");
    Wire slow = open(By.WEBSOCKET);
    Ids slowIds = connect(slow, "");
    String old = "";
    String last = "";
    for (int i = 0; i < 20; i++) {
      main().emit("news", "x".repeat(500));
      last = offset(first.next());
      old = i == 0 ? last : old;
    }
    lose(first);
    lose(slow);
    main().emit("news", 1);
    Wire second = open(By.WEBSOCKET);
    second.send("40" + auth(ids, last));
    assertThat(second.next()).isEqualTo(recovered(ids));
    assertThat(bare(second.next())).isEqualTo("42[\"news\",1]");
    Wire third = open(By.WEBSOCKET);
    third.send("40" + auth(slowIds, old));
    assertThat(ids(third.next()).sid()).isNotEqualTo(slowIds.sid());
  }

  @Test
  void a_client_that_is_cut_off_while_it_is_checked_may_come_back_at_once() throws Exception {
    SocketIoServer prepared = prepare(recovery -> recovery, config -> config);
    Semaphore turns = new Semaphore(1);
    main().use(_ -> turns.acquire());
    start(prepared);
    Wire first = open(By.WEBSOCKET);
    Ids ids = connect(first, "");
    lose(first);
    Wire cut = open(By.WEBSOCKET);
    cut.send("40" + auth(ids, null));
    until(turns::hasQueuedThreads);
    cut.cut();
    until(() -> prepared.connectionCount() == 0);
    Wire second = open(By.WEBSOCKET);
    second.send("40" + auth(ids, null));
    until(() -> turns.getQueueLength() == 2);
    turns.release(2);
    assertThat(second.next()).isEqualTo(recovered(ids));
  }
}
