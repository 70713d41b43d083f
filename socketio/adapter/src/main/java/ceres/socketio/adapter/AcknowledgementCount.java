package ceres.socketio.adapter;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what the members of one shard answer to a broadcast.
 *
 * <p>Event-loop confined.
 */
final class AcknowledgementCount {
  private final CompletableFuture<Acknowledgements> all = new CompletableFuture<>();
  private final List<List<@Nullable Object>> answers = new ArrayList<>();
  private int expected;
  private int awaited = 1;

  /** Completed when every member has answered, or will not. */
  CompletableFuture<Acknowledgements> all() {
    return all;
  }

  /**
   * One more member is meant.
   *
   * @param delivery reaches it; if that fails, it is one that does not answer
   */
  void expect(Supplier<CompletionStage<List<@Nullable Object>>> delivery) {
    expected++;
    awaited++;
    CompletionStage<List<@Nullable Object>> answer;
    try {
      answer = delivery.get();
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedFuture(e);
    }
    CompletionStage<?> _ =
        answer.whenComplete((args, failure) -> {
          if (failure == null) {
            answers.add(args);
          }
          oneLess();
        });
  }

  /** All members were reached: to be called once, after the last {@link #expect}. */
  void end() {
    oneLess();
  }

  private void oneLess() {
    if (--awaited == 0) {
      all.complete(new Acknowledgements(expected, answers));
    }
  }
}
