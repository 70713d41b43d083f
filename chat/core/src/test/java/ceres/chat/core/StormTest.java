package ceres.chat.core;

import static ceres.chat.core.World.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ceres.chat.core.ChatEvent.NewMessage;
import ceres.chat.core.ChatEvent.RoomHistory;
import ceres.chat.core.ChatEvent.UserJoined;
import ceres.chat.core.ChatEvent.UserLeft;
import ceres.chat.core.ChatEvent.UserStoppedTyping;
import ceres.chat.core.ChatEvent.UserTyping;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StormTest {
  private static final ChatConfig HASTY =
      new ChatConfig(3, Duration.ofMillis(2), Duration.ofMillis(3), Duration.ofNanos(300_000), 10);
  private static final List<String> ROOMS = List.of("vesta", "pallas", "juno");
  private static final int THREADS = 16;
  private static final int CONNECTIONS_EACH = 60;

  private final RecordingDelivery delivery = new RecordingDelivery();
  private final AtomicInteger opened = new AtomicInteger();

  @RepeatedTest(3)
  void aStormOfJoinsLeavesAndClosesLeavesNothingBehind() throws Exception {
    try (LaggingLog log = new LaggingLog();
        SchedulerTimers timers = new SchedulerTimers()) {
      Chat chat = new Chat(HASTY, log, delivery, timers, InstantSource.system());
      storm(chat);

      await().untilAsserted(() -> assertThat(chat.roomCount()).isZero());
      for (String room : ROOMS) {
        assertThat(delivery.entered(room)).isEmpty();
      }
      assertThat(delivery.faults()).isEmpty();
    }
  }

  @RepeatedTest(3)
  void whoWatchesAStormSeesEachUserComeAndGoInTurnAndTypeOnlyInBetween() throws Exception {
    try (LaggingLog log = new LaggingLog();
        SchedulerTimers timers = new SchedulerTimers()) {
      Chat chat = new Chat(HASTY, log, delivery, timers, InstantSource.system());
      List<Connection> watchers = new ArrayList<>();
      for (String room : ROOMS) {
        Connection watcher = chat.open("watcher-" + room, user("watcher"));
        watcher.join(room).toCompletableFuture().get(10, TimeUnit.SECONDS);
        delivery.take(watcher);
        watchers.add(watcher);
      }
      storm(chat);

      for (int i = 0; i < watchers.size(); i++) {
        Connection watcher = watchers.get(i);
        String room = ROOMS.get(i);
        await()
            .untilAsserted(
                () -> assertThat(watcher.presence(room)).containsExactly(watcher.user()));
        assertTurns(delivery.take(watcher), watcher.user());
      }
    }
  }

  private static void assertTurns(List<ChatEvent> events, User watcher) {
    Set<User> present = new HashSet<>();
    Set<User> typing = new HashSet<>();
    for (ChatEvent event : events) {
      switch (event) {
        case UserJoined joined -> assertThat(present.add(joined.user())).as("%s", event).isTrue();
        case UserLeft left -> {
          assertThat(present.remove(left.user())).as("%s", event).isTrue();
          assertThat(typing).as("%s", event).doesNotContain(left.user());
        }
        case UserTyping start -> {
          assertThat(present).as("%s", event).contains(start.user());
          typing.add(start.user());
        }
        case UserStoppedTyping stop ->
            assertThat(typing.remove(stop.user())).as("%s", event).isTrue();
        case NewMessage message -> assertThat(message.message().content()).isEqualTo("hello");
        case RoomHistory history -> throw new AssertionError("not for " + watcher + ": " + history);
      }
    }
    assertThat(present).isEmpty();
    assertThat(typing).isEmpty();
    assertThat(events).hasAtLeastOneElementOfType(UserStoppedTyping.class);
    assertThat(events).hasAtLeastOneElementOfType(NewMessage.class);
  }

  private void storm(Chat chat) throws Exception {
    List<CompletableFuture<Void>> work = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      User user = user("user " + i / 3);
      work.add(inBackground(() -> comeAndGo(chat, user)));
    }
    CompletableFuture.allOf(work.toArray(CompletableFuture[]::new)).get(50, TimeUnit.SECONDS);
  }

  private void comeAndGo(Chat chat, User user) {
    for (int i = 0; i < CONNECTIONS_EACH; i++) {
      Connection connection = chat.open("c" + opened.incrementAndGet(), user);
      CompletableFuture<Void> closing =
          inBackground(() -> {
            LockSupport.parkNanos(random().nextLong(4_000_000));
            connection.closed(random().nextBoolean());
          });
      for (int k = 0; k < 20 && !closing.isDone(); k++) {
        doSomething(connection, ROOMS.get(random().nextInt(ROOMS.size())));
      }
      closing.join();
    }
  }

  private static void doSomething(Connection connection, String room) {
    try {
      switch (random().nextInt(6)) {
        case 0, 1 -> connection.join(room).toCompletableFuture().handle((x, y) -> true).join();
        case 2 -> connection.leave(room);
        case 3 -> connection.send(room, "hello", null);
        case 4 -> connection.typingStop(room);
        default -> connection.typingStart(room);
      }
    } catch (ChatException notInRoom) {
      assertThat(notInRoom.code()).isEqualTo(ErrorCode.NOT_IN_ROOM);
    }
  }

  private static ThreadLocalRandom random() {
    return ThreadLocalRandom.current();
  }

  private static CompletableFuture<Void> inBackground(Runnable work) {
    return CompletableFuture.runAsync(work, Thread::startVirtualThread);
  }
}
