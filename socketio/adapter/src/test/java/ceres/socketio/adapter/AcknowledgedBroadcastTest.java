package ceres.socketio.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ceres.socketio.protocol.JsonPacketParser;
import ceres.socketio.protocol.SocketPacket.Event;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A broadcast that everyone is to acknowledge, on one node with two event loops. */
class AcknowledgedBroadcastTest {
  private static final Duration SOON = Duration.ofSeconds(1);

  private final QueuedShard left = new QueuedShard();
  private final QueuedShard right = new QueuedShard();
  private final InMemoryAdapter<String> adapter =
      new InMemoryAdapter<>(
          List.of(left, right),
          (packet, _) -> String.valueOf(new JsonPacketParser().encode(packet).text()));
  private final Inbox ann = new Inbox("ann", left);
  private final Inbox bob = new Inbox("bob", left);
  private final Inbox cleo = new Inbox("cleo", right);

  @Test
  void everyoneGetsTheSameIdAndTheAnswersOfAllAreGathered() {
    addAll();
    var all = ask(BroadcastOptions.ALL);
    assertThat(ann.received).containsExactly("27[\"ready?\"]#7");
    assertThat(cleo.received).containsExactly("27[\"ready?\"]#7");
    cleo.owed.getFirst().complete(List.of("c"));
    ann.owed.getFirst().complete(List.of("a", 1L));
    assertThat(all).isNotDone();
    bob.owed.getFirst().complete(List.of());
    assertThat(all)
        .isCompletedWithValue(
            new Acknowledgements(3, List.of(List.of("a", 1L), List.of(), List.of("c"))));
  }

  @Test
  void whoDoesNotAnswerIsExpectedAndMissing() {
    addAll();
    var all = ask(BroadcastOptions.ALL.except("cleo"));
    ann.owed.getFirst().completeExceptionally(new IllegalStateException("left"));
    bob.owed.getFirst().complete(List.of("b"));
    assertThat(all).isCompletedWithValue(new Acknowledgements(2, List.of(List.of("b"))));
    assertThat(cleo.received).isEmpty();
  }

  @Test
  void whoIsAwayIsNotWaitedFor() {
    addAll();
    bob.present = false;
    var all = ask(BroadcastOptions.ALL.to("bob"));
    assertThat(all).isCompletedWithValue(Acknowledgements.NONE);
  }

  @Test
  void aMemberThatFailsIsMissingAndTheOthersAreReached() {
    adapter.add(new BrokenMember(left));
    addAll();
    var all = ask(BroadcastOptions.ALL.except("cleo").except("bob"));
    ann.owed.getFirst().complete(List.of("a"));
    assertThat(all).isCompletedWithValue(new Acknowledgements(2, List.of(List.of("a"))));
  }

  @Test
  void nobodyAnswersForAShardThatHasEnded() {
    addAll();
    right.end();
    var all = ask(BroadcastOptions.ALL.except("bob"));
    ann.owed.getFirst().complete(List.of("a"));
    assertThat(all).isCompletedWithValue(new Acknowledgements(1, List.of(List.of("a"))));
  }

  @Test
  void anEventWithoutAnIdIsRefused() {
    assertThatThrownBy(() -> adapter.broadcastWithAck(event(null), BroadcastOptions.ALL, SOON))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("nobody can acknowledge an event without an id");
  }

  @Test
  void aloneThereIsNobodyToTalkToOnTheServersSide() {
    assertThat(adapter.serverSideEmit("hello", List.of(), SOON))
        .isCompletedWithValue(Acknowledgements.NONE);
  }

  private CompletableFuture<Acknowledgements> ask(BroadcastOptions options) {
    var all = adapter.broadcastWithAck(event(7L), options, SOON).toCompletableFuture();
    left.drain();
    right.drain();
    return all;
  }

  private static Event event(@Nullable Long id) {
    return new Event("/", id, "ready?", List.of());
  }

  private void addAll() {
    adapter.add(ann);
    adapter.add(bob);
    adapter.add(cleo);
    left.drain();
    right.drain();
  }
}
