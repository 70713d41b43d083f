package ceres.socketio.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.socketio.protocol.SocketPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** One member in the place of another, on the same shard and on another one. */
class ReplacementTest {
  private final QueuedShard left = new QueuedShard();
  private final QueuedShard right = new QueuedShard();
  private final InMemoryAdapter<String> adapter =
      new InMemoryAdapter<>(
          List.of(left, right), (packet, _) -> ((SocketPacket.Event) packet).name());
  private final Inbox old = new Inbox("id", left);

  // A call to these can be held up after the left shard.
  private final HeldUp heldUp = new HeldUp(right);
  private final InMemoryAdapter<String> held =
      new InMemoryAdapter<>(
          List.of(left, heldUp), (packet, _) -> ((SocketPacket.Event) packet).name());
  private final Inbox first = new Inbox("id", left);
  private final Inbox second = new Inbox("id", heldUp);

  ReplacementTest() {
    held.add(first);
    held.add(new Inbox("somebody", heldUp));
    drain();
    adapter.add(old);
    adapter.join(old, Set.of("a", "b"));
    left.drain();
  }

  private void send(String name, String... rooms) {
    BroadcastOptions options = BroadcastOptions.ALL;
    for (String room : rooms) {
      options = options.to(room);
    }
    adapter.broadcast(packet(name), options);
  }

  private static SocketPacket packet(String name) {
    return new SocketPacket.Event("/", null, name, List.of());
  }

  private void drain() {
    while (left.waiting() + right.waiting() > 0) {
      left.drain();
      right.drain();
    }
  }

  @Test
  void on_the_same_shard_it_is_one_step() {
    Inbox successor = new Inbox("id", left);
    send("before", "a");
    CompletableFuture<Boolean> done = adapter.replace(old, successor).toCompletableFuture();
    send("after", "b");
    drain();
    assertThat(done).isCompletedWithValue(true);
    assertThat(old.received).containsExactly("before");
    assertThat(successor.received).containsExactly("after");
  }

  @Test
  void on_another_shard_nothing_is_missed_at_any_step() {
    Inbox successor = new Inbox("id", right);
    CompletableFuture<Boolean> done = adapter.replace(old, successor).toCompletableFuture();
    for (int i = 0; i < 10; i++) {
      send("packet " + i, "a");
      if (i % 2 == 0) {
        left.drain();
      } else {
        right.drain();
      }
    }
    drain();
    send("last", "b");
    drain();
    assertThat(done).isCompletedWithValue(true);
    for (int i = 0; i < 10; i++) {
      assertThat(old.received.contains("packet " + i) || successor.received.contains("packet " + i))
          .isTrue();
    }
    assertThat(old.received).doesNotContain("last");
    assertThat(successor.received).doesNotHaveDuplicates().endsWith("last");
    assertThat(right.waiting() + left.waiting()).isZero();
  }

  @Test
  void rooms_that_change_meanwhile_are_not_lost() {
    Inbox successor = new Inbox("id", right);
    CompletableFuture<Boolean> done = adapter.replace(old, successor).toCompletableFuture();
    left.drain();
    adapter.join(old, Set.of("c"));
    adapter.leave(old, Set.of("a"));
    left.drain();
    drain();
    assertThat(done).isCompletedWithValue(true);
    send("a", "a");
    send("b", "b");
    send("c", "c");
    send("own", "id");
    drain();
    assertThat(successor.received).containsExactly("b", "c", "own");
  }

  @Test
  void who_is_no_member_has_no_successor() {
    for (QueuedShard shard : List.of(left, right)) {
      Inbox successor = new Inbox("id", shard);
      adapter.remove(old);
      CompletableFuture<Boolean> done = adapter.replace(old, successor).toCompletableFuture();
      drain();
      assertThat(done).isCompletedWithValue(false);
      send("news");
      drain();
      assertThat(successor.received).isEmpty();
    }
  }

  @Test
  void who_is_removed_meanwhile_has_no_successor() {
    Inbox successor = new Inbox("id", right);
    CompletableFuture<Boolean> done = adapter.replace(old, successor).toCompletableFuture();
    left.drain();
    adapter.remove(old);
    drain();
    assertThat(done).isCompletedWithValue(false);
    send("news");
    drain();
    assertThat(successor.received).isEmpty();
  }

  @Test
  void an_ended_shard_has_no_members() {
    right.end();
    CompletableFuture<Boolean> done =
        adapter.replace(old, new Inbox("id", right)).toCompletableFuture();
    drain();
    assertThat(done).isCompletedWithValue(false);
    send("news");
    drain();
    assertThat(old.received).containsExactly("news");
  }

  @Test
  void a_call_under_way_is_waited_for() {
    CallsUnderWay calls = new CallsUnderWay();
    List<CompletableFuture<Void>> over = new ArrayList<>();
    calls.during(_ -> {
      over.add(calls.over());
      assertThat(over.getFirst()).isNotDone();
    });
    assertThat(over.getFirst()).isDone();
    assertThat(calls.over()).isDone();
  }

  @Test
  void what_the_first_one_got_before_does_not_reach_the_second_however_late_it_comes() {
    List<CompletableFuture<Boolean>> done = new ArrayList<>();
    heldUp.before =
        () -> {
          left.drain();
          done.add(held.replace(first, second).toCompletableFuture());
          drain();
        };
    held.broadcast(packet("late"), BroadcastOptions.ALL);
    drain();
    assertThat(done.getFirst()).isCompletedWithValue(true);
    assertThat(first.received).containsExactly("late");
    assertThat(second.received).isEmpty();
  }

  @Test
  void it_is_done_when_all_is_with_the_second_that_was_with_both() throws Exception {
    CountDownLatch inBetween = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Thread late = new Thread(() -> held.broadcast(packet("late"), BroadcastOptions.ALL));
    List<CompletableFuture<Boolean>> done = new ArrayList<>();
    heldUp.before =
        () -> {
          // While a call is under way, the second one comes; then a later call begins.
          done.add(held.replace(first, second).toCompletableFuture());
          left.drain();
          right.drain();
          heldUp.before =
              () -> {
                inBetween.countDown();
                await(goOn);
              };
          late.start();
          await(inBetween);
        };
    held.broadcast(packet("early"), BroadcastOptions.ALL);
    drain();
    assertThat(first.received).containsExactly("early", "late");
    assertThat(done.getFirst()).isNotDone();
    goOn.countDown();
    late.join();
    drain();
    assertThat(done.getFirst()).isCompletedWithValue(true);
    assertThat(second.received).containsExactly("late");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** A shard that lets something happen before it takes a task. */
  private static final class HeldUp implements Shard {
    private final Shard shard;
    private volatile Runnable before = () -> {};

    HeldUp(Shard shard) {
      this.shard = shard;
    }

    @Override
    public void execute(Runnable task) {
      Runnable now = before;
      before = () -> {};
      now.run();
      shard.execute(task);
    }

    @Override
    public boolean isCurrent() {
      return shard.isCurrent();
    }
  }
}
