package ceres.engineio.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who loses the connection when too much waits for all of them, and when. */
class BacklogsTest {
  private static final int LIMIT = 1_000_000;
  private TestServer server;
  private LoopContext loop;

  /** In the order in which they were given up. */
  private final List<Waiter> givenUp = new ArrayList<>();

  private @Nullable CompletableFuture<Integer> othersTurn;

  /** Somebody for whom bytes wait. */
  private final class Waiter implements Backlogs.Owner {
    final long bytes;
    boolean hasTakenThem;

    Waiter(long bytes) {
      this.bytes = bytes;
    }

    @Override
    public long waiting() {
      return hasTakenThem ? 0 : bytes;
    }

    @Override
    public void giveUp() {
      if (givenUp.isEmpty()) {
        CompletableFuture<Integer> turn = new CompletableFuture<>();
        othersTurn = turn;
        loop.execute(() -> turn.complete(givenUp.size()));
      }
      givenUp.add(this);
      if (bytes == 1_997) {
        throw new IllegalStateException("a fault, on purpose");
      }
    }
  }

  @BeforeEach
  void start() throws Exception {
    server =
        new TestServer(settings ->
            settings.eventLoops(1).limits(ConnectionLimits.DEFAULTS.withSizes(16_384, LIMIT)));
    loop = (LoopContext) server.engine().loops().getFirst();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private List<Waiter> waiters(int count, long least) throws Exception {
    return waiters(count, least, _ -> {});
  }

  /**
   * Lets some wait at once.
   *
   * @param next happens after the first of them were given up, before others are
   */
  private List<Waiter> waiters(int count, long least, Consumer<List<Waiter>> next)
      throws Exception {
    List<Waiter> waiters = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      waiters.add(new Waiter(least + i));
    }
    onLoop(() -> {
      waiters.forEach(each -> loop.backlogs().add(each, each.bytes));
      loop.execute(() -> next.accept(waiters));
    });
    return waiters;
  }

  private void onLoop(Runnable task) throws Exception {
    CompletableFuture.runAsync(task, loop).get(10, TimeUnit.SECONDS);
  }

  private void awaitEnough() throws Exception {
    await().until(() -> loop.backlogs().total() <= LIMIT - LIMIT / 8);
    onLoop(() -> {});
  }

  private int whenOthersHadTheirTurn() throws Exception {
    return Objects.requireNonNull(othersTurn).get(10, TimeUnit.SECONDS);
  }

  @Test
  void others_have_their_turns_while_many_are_given_up_those_with_most_first() throws Exception {
    List<Waiter> waiters = waiters(1_000, 1_000);
    awaitEnough();
    assertThat(whenOthersHadTheirTurn()).isEqualTo(Backlogs.SLICE);
    assertThat(givenUp)
        .hasSizeGreaterThan(10 * Backlogs.SLICE)
        .isEqualTo(waiters.reversed().subList(0, givenUp.size()));
    assertThat(loop.backlogs().total())
        .isEqualTo(
            waiters.subList(0, 1_000 - givenUp.size()).stream().mapToLong(each -> each.bytes).sum())
        .isGreaterThan(LIMIT - LIMIT / 8 - 2_000);
    assertThat(server.engine().statistics().refused(Refused.SLOWEST_READER))
        .isEqualTo(givenUp.size());
  }

  @Test
  void nobody_waits_while_there_is_twice_too_much() throws Exception {
    List<Waiter> _ = waiters(1_000, 4_000);
    awaitEnough();
    assertThat(whenOthersHadTheirTurn()).isBetween(520, 540);
    assertThat(givenUp).hasSizeBetween(780, 800);
  }

  @Test
  void who_takes_the_bytes_meanwhile_stays() throws Exception {
    List<Waiter> waiters = waiters(1_000, 1_000, all -> all.get(900).hasTakenThem = true);
    awaitEnough();
    assertThat(givenUp)
        .contains(waiters.get(901), waiters.get(899))
        .doesNotContain(waiters.get(900));
  }

  @Test
  void it_begins_anew_when_there_is_too_much_again() throws Exception {
    List<Waiter> _ = waiters(1_000, 1_000);
    awaitEnough();
    int before = givenUp.size();
    List<Waiter> more = waiters(100, 10_000);
    awaitEnough();
    assertThat(givenUp.subList(before, givenUp.size())).isNotEmpty().allMatch(more::contains);
  }
}
