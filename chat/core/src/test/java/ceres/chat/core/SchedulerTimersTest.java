package ceres.chat.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class SchedulerTimersTest {
  @Test
  void aTaskRunsAfterItsDelayAndNotOnTheThreadThatScheduledIt() throws Exception {
    try (SchedulerTimers timers = new SchedulerTimers()) {
      CountDownLatch ran = new CountDownLatch(1);
      Thread caller = Thread.currentThread();
      AtomicBoolean elsewhere = new AtomicBoolean();
      long start = System.nanoTime();

      timers.schedule(
          Duration.ofMillis(30),
          () -> {
            elsewhere.set(Thread.currentThread() != caller);
            ran.countDown();
          });

      assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(30_000_000L);
      assertThat(elsewhere).isTrue();
    }
  }

  @Test
  void aCancelledTaskDoesNotRun() throws Exception {
    try (SchedulerTimers timers = new SchedulerTimers()) {
      CountDownLatch cancelled = new CountDownLatch(1);
      CountDownLatch later = new CountDownLatch(1);
      AtomicBoolean ran = new AtomicBoolean();

      timers.schedule(Duration.ZERO, () -> waitFor(cancelled));
      timers.schedule(Duration.ZERO, () -> ran.set(true)).cancel();
      timers.schedule(Duration.ZERO, later::countDown);
      cancelled.countDown();

      assertThat(later.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(ran).isFalse();
    }
  }

  @Test
  void aTaskThatThrowsDoesNotStopTheOthers() throws Exception {
    try (SchedulerTimers timers = new SchedulerTimers()) {
      CountDownLatch later = new CountDownLatch(1);

      timers.schedule(
          Duration.ZERO,
          () -> {
            throw new IllegalStateException("a bug, as this test wants it");
          });
      timers.schedule(Duration.ofMillis(5), later::countDown);

      assertThat(later.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void whatIsCancelledWaitsNoMore() {
    try (SchedulerTimers timers = new SchedulerTimers()) {
      timers.schedule(Duration.ofHours(1), () -> {});
      Timers.Cancellable cancelled = timers.schedule(Duration.ofHours(1), () -> {});
      assertThat(timers.waiting()).isEqualTo(2);
      cancelled.cancel();
      assertThat(timers.waiting()).isEqualTo(1);
    }
  }

  @Test
  void closedTimersDropWhatIsScheduled() {
    SchedulerTimers timers = new SchedulerTimers();
    timers.close();

    AtomicBoolean ran = new AtomicBoolean();
    timers.schedule(Duration.ZERO, () -> ran.set(true)).cancel();

    assertThat(ran).isFalse();
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }
}
