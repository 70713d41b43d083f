package ceres.engineio.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the clients of a server away in {@link Waves}. Of the sessions of a wave nothing is read
 * any more; what they had sent is handled, and what that causes is sent, to them too; then they
 * end.
 *
 * <p>Confined to the thread that sends away, but for the count, which is atomic.
 */
final class Farewell {
  private static final Logger LOG = LoggerFactory.getLogger(Farewell.class);

  private final AtomicLong sentAway = new AtomicLong();

  /** How many sessions were sent away. */
  long count() {
    return sentAway.get();
  }

  /**
   * Blocks until all have been sent away. An interrupt ends it early.
   *
   * @param settle blocks until what was handled has had its effect, for at most the time it is
   *     given
   */
  void say(List<EngineSession> sessions, Waves waves, Consumer<Duration> settle) {
    if (sessions.isEmpty()) {
      return;
    }
    int size = waves.sizeOf(sessions.size());
    LOG.info(
        "Sending clients away: {}, in waves of {}",
        sessions.size(),
        Math.min(size, sessions.size()));
    long next = System.nanoTime();
    try {
      for (int from = 0; from < sessions.size(); from += size) {
        TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
        next = System.nanoTime() + waves.pause().toNanos();
        wave(sessions.subList(from, Math.min(from + size, sessions.size())), waves, settle);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void wave(List<EngineSession> sessions, Waves waves, Consumer<Duration> settle)
      throws InterruptedException {
    Map<LoopContext, List<EngineSession>> byLoop = new HashMap<>();
    for (EngineSession session : sessions) {
      byLoop.computeIfAbsent(session.loop(), _ -> new ArrayList<>()).add(session);
    }
    await(onEach(byLoop, Farewell::leaving), waves.patience());
    settle.accept(waves.patience());
    await(onEach(byLoop, this::close), waves.patience());
  }

  /** Nothing of these is read any more; completes when what was read is handled. */
  private static CompletionStage<?> leaving(List<EngineSession> sessions) {
    return CompletableFuture.allOf(
        sessions.stream()
            .map(EngineSession::leaving)
            .filter(Objects::nonNull)
            .map(CompletionStage::toCompletableFuture)
            .toArray(CompletableFuture<?>[]::new));
  }

  private CompletionStage<?> close(List<EngineSession> sessions) {
    for (EngineSession session : sessions) {
      if (session.isOpen()) {
        sentAway.incrementAndGet();
        session.close(CloseReason.SERVER_SHUTTING_DOWN);
      }
    }
    return CompletableFuture.completedFuture(null);
  }

  /** Something on each loop for its own sessions. */
  private interface Step {
    CompletionStage<?> take(List<EngineSession> sessions);
  }

  private static CompletableFuture<?> onEach(
      Map<LoopContext, List<EngineSession>> byLoop, Step step) {
    List<CompletableFuture<?>> all = new ArrayList<>();
    byLoop.forEach((loop, sessions) ->
        all.add(CompletableFuture.completedFuture(sessions).thenComposeAsync(step::take, loop)));
    return CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new));
  }

  private static void await(CompletableFuture<?> all, Duration patience)
      throws InterruptedException {
    try {
      all.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException late) {
      LOG.debug("Not everything was handled that clients had sent before they were sent away");
    }
  }
}
