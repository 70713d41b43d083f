package ceres.conformance.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ceres.conformance.attacks.Chatter.Latency;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * People who chat in rooms of six, from before an attack until after it.
 *
 * <p>Thread-safe by its monitor; one thread lets them speak.
 */
final class Chatters implements AutoCloseable {
  private static final int IN_A_ROOM = 6;
  private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final List<Chatter> all = new ArrayList<>();
  private final Thread speaking;
  private boolean paused;
  private boolean closed;

  Chatters(int port, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      all.add(new Chatter(port, "chatter-" + i, "table-" + i / IN_A_ROOM));
    }
    speaking = Thread.ofPlatform().name("speaking").start(this::speak);
  }

  private void speak() {
    long step = EVERY_NANOS / all.size();
    long next = System.nanoTime();
    for (int i = 0; !isClosed(); i = (i + 1) % all.size()) {
      next += step;
      for (long wait = next - System.nanoTime(); wait > 0; wait = next - System.nanoTime()) {
        LockSupport.parkNanos(wait);
      }
      speak(all.get(i));
    }
  }

  private synchronized void speak(Chatter chatter) {
    if (!paused && !closed) {
      chatter.speak();
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private synchronized void setPaused(boolean now) {
    paused = now;
  }

  /** The 99th percentile of what was said in a time, when all of it is back. */
  Duration p99(long fromNanos, long untilNanos) {
    List<Long> nanos =
        all.stream()
            .flatMap(chatter -> chatter.latencies().stream())
            .filter(latency -> isIn(latency, fromNanos, untilNanos))
            .map(Latency::nanos)
            .sorted()
            .toList();
    assertThat(nanos).as("things that were said meanwhile").hasSizeGreaterThan(30);
    return Duration.ofNanos(nanos.get(nanos.size() * 99 / 100));
  }

  private static boolean isIn(Latency latency, long from, long until) {
    return latency.saidAt() - from >= 0 && latency.saidAt() - until <= 0;
  }

  /**
   * Waits until all that was said is back, and checks that everybody has heard all of their room,
   * once, and in the same order.
   */
  void assertUnharmed() {
    setPaused(true);
    try {
      Map<String, Integer> said = new HashMap<>();
      all.forEach(chatter -> said.merge(chatter.room(), chatter.said(), Integer::sum));
      await()
          .atMost(Duration.ofSeconds(20))
          .pollInterval(Duration.ofMillis(5))
          .until(() ->
              all.stream()
                  .allMatch(chatter ->
                      chatter.ended() != null
                          || (chatter.isAnswered()
                              && chatter.heard().size() >= said.getOrDefault(chatter.room(), 0))));
      Map<String, List<String>> heard = new HashMap<>();
      for (Chatter chatter : all) {
        assertThat(chatter.ended()).as("how a chatter ended").isNull();
        List<String> others = heard.putIfAbsent(chatter.room(), chatter.heard());
        assertThat(chatter.heard())
            .hasSize(said.getOrDefault(chatter.room(), 0))
            .doesNotHaveDuplicates()
            .isEqualTo(others == null ? chatter.heard() : others);
      }
    } finally {
      setPaused(false);
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (this) {
      closed = true;
    }
    try {
      speaking.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (Chatter chatter : all) {
      chatter.close();
    }
  }
}
