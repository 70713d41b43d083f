package ceres.chat.core;

import static ceres.chat.core.World.ROOM;
import static ceres.chat.core.World.user;
import static org.assertj.core.api.Assertions.assertThat;

import ceres.chat.core.ChatEvent.NewMessage;
import ceres.chat.core.ChatEvent.RoomHistory;
import ceres.chat.core.ChatEvent.UserJoined;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class JoinStressTest {
  private static final int JOINERS = 50;
  private static final int SENDERS = 20;
  private static final int MESSAGES_EACH = 40;

  private final LaggingLog log = new LaggingLog();
  private final RecordingDelivery delivery = new RecordingDelivery();
  private final AtomicInteger earlyAcknowledgements = new AtomicInteger();

  @RepeatedTest(5)
  void everyoneSeesEachMessageOnceInOneOrderWheneverTheyJoin() throws Exception {
    try (log;
        SchedulerTimers timers = new SchedulerTimers()) {
      Chat chat = new Chat(ChatConfig.DEFAULTS, log, delivery, timers, InstantSource.system());
      List<Connection> everyone = new ArrayList<>();
      List<CompletableFuture<Void>> work = new ArrayList<>();
      for (int i = 0; i < SENDERS; i++) {
        Connection sender = chat.open("sender-" + i, user("sender " + i));
        everyone.add(sender);
        work.add(inBackground(() -> sendMany(sender)));
      }
      for (int i = 0; i < JOINERS; i++) {
        Connection joiner = chat.open("joiner-" + i, user("joiner " + i / 2));
        everyone.add(joiner);
        work.add(inBackground(() -> joinSometime(joiner)));
      }
      CompletableFuture.allOf(work.toArray(CompletableFuture[]::new)).get(50, TimeUnit.SECONDS);

      List<Message> all = log.room(ROOM);
      assertThat(all).hasSize(SENDERS * MESSAGES_EACH);
      everyone.forEach(connection -> assertSawAllOnceInOrder(connection, all));
      assertThat(earlyAcknowledgements).hasValue(0);
      assertThat(delivery.faults()).isEmpty();
      everyone.forEach(connection -> connection.closed(true));
      assertThat(chat.roomCount()).isZero();
    }
  }

  private void sendMany(Connection sender) {
    sender.join(ROOM).toCompletableFuture().join();
    List<CompletableFuture<Void>> sent = new ArrayList<>();
    for (int i = 0; i < MESSAGES_EACH; i++) {
      sent.add(
          sender
              .send(ROOM, sender.id() + " says " + i, null)
              .thenAccept(message -> checkSenderHas(sender, message))
              .toCompletableFuture());
      LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(2_000_000));
    }
    CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();
  }

  private void checkSenderHas(Connection sender, Message message) {
    if (!delivery.inbox(sender).contains(new NewMessage(message))) {
      earlyAcknowledgements.incrementAndGet();
    }
  }

  private static void joinSometime(Connection joiner) {
    LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(60_000_000));
    joiner.join(ROOM).toCompletableFuture().join();
  }

  private void assertSawAllOnceInOrder(Connection connection, List<Message> all) {
    List<ChatEvent> inbox = delivery.take(connection);
    assertThat(inbox.getFirst()).isInstanceOf(RoomHistory.class);
    assertThat(inbox.get(1)).isInstanceOf(UserJoined.class);
    List<Message> history = ((RoomHistory) inbox.getFirst()).messages();
    List<Message> seen = new ArrayList<>(history);
    for (ChatEvent event : inbox) {
      if (event instanceof NewMessage(Message message)) {
        seen.add(message);
      }
    }
    int unseen = all.size() - seen.size();
    assertThat(unseen).as("%s missed none and has none twice", connection.id()).isNotNegative();
    assertThat(seen).as(connection.id()).isEqualTo(all.subList(unseen, all.size()));
    if (unseen > 0) {
      assertThat(history).as(connection.id()).hasSize(50);
    }
  }

  private static CompletableFuture<Void> inBackground(Runnable work) {
    return CompletableFuture.runAsync(work, Thread::startVirtualThread);
  }
}
