package ceres.chat.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.chat.core.Draft;
import ceres.chat.core.MessageLog.NotSaved;
import ceres.chat.core.User;
import ceres.chat.postgres.Teller.Told;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TellerTest {
  private final Teller teller = new Teller(new WriteQueue(100, 1 << 20));
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final CountDownLatch go = new CountDownLatch(1);

  @Test
  void whatHasNothingBeforeItIsToldOnTheCallersThread() {
    teller.tellHere(List.of(outcome("a"), outcome("b")));

    assertThat(told).containsExactly("a " + here(), "b " + here());
  }

  @Test
  void whatHasSomethingBeforeItIsToldAfterIt() throws Exception {
    teller.tell(List.of(slow("slow")));
    teller.tellHere(List.of(outcome("quick")));
    assertThat(told).isEmpty();
    go.countDown();
    flush();

    assertThat(told).containsExactly("slow ceres-log-teller", "quick ceres-log-teller");
    teller.tellHere(List.of(outcome("later")));
    assertThat(told).endsWith("later " + here());
  }

  @Test
  void aRefusalWaitsForWhatIsJustBeingTold() throws Exception {
    Thread writer = Thread.ofPlatform().start(() -> teller.tellHere(List.of(slow("slow"))));
    while (writer.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    teller.refuse(_ -> note("refused"));
    assertThat(told).isEmpty();
    go.countDown();
    writer.join(Duration.ofSeconds(10));
    flush();

    assertThat(told).containsExactly("slow " + writer.getName(), "refused ceres-log-teller");
  }

  @Test
  void flushingWaitsForWhatIsJustBeingToldAnywhere() throws Exception {
    Thread writer = Thread.ofPlatform().start(() -> teller.tellHere(List.of(slow("slow"))));
    while (writer.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    Thread.ofVirtual().start(go::countDown);
    flush();

    assertThat(told).hasSize(1);
  }

  private Told outcome(String name) {
    return told(() -> note(name));
  }

  /** One that takes until the test says go. */
  private Told slow(String name) {
    return told(() -> {
      try {
        go.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      note(name);
    });
  }

  private static Told told(Runnable consumer) {
    Draft draft = new Draft(new User(UUID.randomUUID(), null, "Ann", null), "room", "text", null);
    return new Told(new Pending(draft, _ -> consumer.run(), 0), new NotSaved());
  }

  private void note(String name) {
    told.add(name + " " + here());
  }

  private static String here() {
    return Thread.currentThread().getName();
  }

  private void flush() throws InterruptedException {
    teller.flush(Duration.ofSeconds(10).toNanos());
  }
}
