package ceres.socketio.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The rooms of one shard: their order, and that nothing is left behind. */
class RoomIndexTest {
  private final RoomIndex<String> index =
      new RoomIndex<>(() -> RoomLogs.<String>none().of(new QueuedShard()));
  private final Inbox ann = new Inbox("ann", new QueuedShard());
  private final Inbox bob = new Inbox("bob", new QueuedShard());

  @Test
  void membersComeInTheOrderTheyWereAddedAndThoseOfARoomInTheOrderTheyJoined() {
    index.add(ann);
    index.add(bob);
    index.join(bob, Set.of("room"));
    index.join(ann, Set.of("room"));
    assertThat(sids(BroadcastOptions.ALL)).containsExactly("ann", "bob");
    assertThat(sids(BroadcastOptions.ALL.to("room"))).containsExactly("bob", "ann");
    index.join(bob, Set.of("room"));
    assertThat(sids(BroadcastOptions.ALL.to("room"))).containsExactly("bob", "ann");
    assertThat(sids(BroadcastOptions.ALL.to("ann").to("room"))).containsExactly("ann", "bob");
  }

  @Test
  void aMemberWithoutRoomsIsOneEntryAndARoomWithoutMembersNone() {
    index.add(ann);
    assertThat(index.size()).isEqualTo(1);
    index.join(ann, Set.of("a", "b", "ann"));
    assertThat(index.size()).isEqualTo(3);
    index.leave(ann, Set.of("a"));
    assertThat(index.size()).isEqualTo(2);
    assertThat(index.remove(ann)).isTrue();
    assertThat(index.remove(ann)).isFalse();
    assertThat(index.size()).isZero();
  }

  /** A log that says how many were excepted of each packet that it kept. */
  private static final class CountingLog implements RoomLog<String> {
    final List<Integer> excepted = new ArrayList<>();

    @Override
    public boolean append(String packet, Set<? extends Member<String>> except) {
      excepted.add(except.size());
      return true;
    }

    @Override
    public void clear() {}
  }

  @Test
  void aRoomsLogKeepsWhatAtMostAQuarterOfTheMembersDoNotGet() {
    assertThat(keptOf(36, 9)).containsExactly(9);
    assertThat(keptOf(35, 9)).isEmpty();
    assertThat(keptOf(9, 8)).containsExactly(8);
    assertThat(keptOf(10_000, 0)).containsExactly(0);
  }

  private static List<Integer> keptOf(int members, int excepted) {
    QueuedShard shard = new QueuedShard();
    List<CountingLog> logs = new ArrayList<>();
    RoomIndex<String> index =
        new RoomIndex<>(() -> {
          logs.add(new CountingLog());
          return logs.getLast();
        });
    BroadcastOptions toOthers = BroadcastOptions.ALL.to("room");
    for (int i = 0; i < members; i++) {
      Inbox member = new Inbox("m" + i, shard);
      index.add(member);
      index.join(member, Set.of("room"));
      toOthers = i < excepted ? toOthers.except("m" + i) : toOthers;
    }
    BroadcastOptions options = toOthers;
    shard.execute(() -> index.deliver("packet", options, 0));
    shard.drain();
    return logs.getLast().excepted;
  }

  record Step(int member, int call, Set<String> rooms) {}

  @Property
  void whenAllAreRemovedNothingIsLeft(@ForAll("steps") List<Step> steps) {
    QueuedShard shard = new QueuedShard();
    List<Inbox> all = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      all.add(new Inbox("m" + i % 4, shard));
    }
    int members = 0;
    for (Step step : steps) {
      Inbox member = all.get(step.member);
      switch (step.call) {
        case 0 -> members += index.add(member) ? 0 : 1;
        case 1 -> members -= index.remove(member) ? 1 : 0;
        case 2 -> index.leave(member, step.rooms);
        default -> index.join(member, step.rooms);
      }
      assertThat(index.select(BroadcastOptions.ALL)).hasSize(members);
    }
    all.forEach(index::remove);
    assertThat(index.size()).isZero();
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 4),
            Arbitraries.integers().between(0, 5),
            Arbitraries.of("a", "b", "m0", "m1").set())
        .as(Step::new)
        .list()
        .ofMaxSize(50);
  }

  private List<String> sids(BroadcastOptions options) {
    return index.select(options).stream().map(m -> m.member().sid()).toList();
  }
}
