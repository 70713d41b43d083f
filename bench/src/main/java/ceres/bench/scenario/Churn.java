package ceres.bench.scenario;

import ceres.bench.load.Crowd;
import ceres.bench.load.Seating;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * People who come, join, say something and go, half of them without a word, again and again on a
 * thread of their own. Thread-safe: immutable but for a volatile flag.
 */
final class Churn implements AutoCloseable {
  private static final int PEOPLE = 20;
  private static final int ROOMS = 4;
  private static final long STAY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Stage stage;
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private volatile boolean over;

  private Churn(Stage stage) {
    this.stage = stage;
  }

  static Churn start(Stage stage) {
    Churn churn = new Churn(stage.beside());
    Thread.ofPlatform().name("churn").daemon().start(churn::run);
    return churn;
  }

  private void run() {
    try {
      while (!over) {
        visit();
      }
      end.complete(null);
    } catch (IOException | RuntimeException e) {
      end.completeExceptionally(e);
    }
  }

  private void visit() throws IOException {
    try (Crowd crowd = stage.joined(Seating.dealt(PEOPLE, ROOMS))) {
      for (int room = 0; room < ROOMS; room++) {
        crowd.sendInTurn(room, System.nanoTime());
      }
      crowd.pumpUntil(System.nanoTime() + STAY_NANOS);
      crowd.vanish(2);
    }
  }

  /**
   * Returns when the last have gone.
   *
   * @throws IOException why a visit failed
   */
  @Override
  public void close() throws IOException {
    over = true;
    try {
      end.join();
    } catch (CompletionException e) {
      throw new IOException("who came and went: " + e.getMessage(), e);
    }
  }
}
