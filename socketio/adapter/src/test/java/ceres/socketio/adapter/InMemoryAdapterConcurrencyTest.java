package ceres.socketio.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.socketio.protocol.SocketPacket;
import ceres.socketio.protocol.SocketPacket.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many threads call at once; event loops have threads of their own. */
@Timeout(60)
class InMemoryAdapterConcurrencyTest {
  private static final int CALLERS = 8;
  private static final int ROUNDS = 300;

  @Test
  void everyMemberReceivesWhatEachThreadSentWhileItWasInTheRoomInThatOrder() throws Exception {
    try (ThreadShard one = new ThreadShard();
        ThreadShard two = new ThreadShard();
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
      InMemoryAdapter<String> adapter =
          new InMemoryAdapter<>(List.of(one, two), InMemoryAdapterConcurrencyTest::name);
      Inbox listener = new Inbox("listener", one);
      adapter.add(listener);
      adapter.join(listener, Set.of("all"));
      List<Future<Inbox>> mine = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        Inbox member = new Inbox("member " + i, i % 2 == 0 ? one : two);
        mine.add(callers.submit(() -> comeAndGo(adapter, member)));
      }
      List<Inbox> members = new ArrayList<>();
      for (Future<Inbox> future : mine) {
        members.add(future.get(30, TimeUnit.SECONDS));
      }
      // Answered by tasks behind all others, so what they did may be read.
      assertThat(sids(adapter)).containsExactly("listener");
      for (Inbox member : members) {
        List<String> said =
            IntStream.range(0, ROUNDS).mapToObj(i -> "in " + i + " " + member.sid()).toList();
        assertThat(member.received.stream().filter(m -> m.endsWith(member.sid())).toList())
            .isEqualTo(said);
        assertThat(listener.received.stream().filter(m -> m.endsWith(member.sid())).toList())
            .isEqualTo(said);
      }
      adapter.remove(listener);
      assertThat(sids(adapter)).isEmpty();
    }
  }

  /** Joins, says something to the room, leaves, and says something it must not hear itself. */
  private static Inbox comeAndGo(InMemoryAdapter<String> adapter, Inbox member) {
    String own = "room of " + member.sid();
    for (int round = 0; round < ROUNDS; round++) {
      adapter.add(member);
      adapter.join(member, Set.of("all", own));
      adapter.broadcast(
          event("in " + round + " " + member.sid()), BroadcastOptions.ALL.to("all").to(own));
      adapter.leave(member, Set.of("all"));
      if (round % 2 == 0) {
        adapter.socketsLeave(BroadcastOptions.ALL.to(own), Set.of(own));
      }
      adapter.remove(member);
      adapter.broadcast(event("out " + round + " " + member.sid()), BroadcastOptions.ALL.to(own));
    }
    return member;
  }

  @Test
  void aMemberThatWasAddedIsNeverMissedBecauseItsShardSeemedEmpty() throws Exception {
    try (ThreadShard shard = new ThreadShard();
        ExecutorService callers = Executors.newFixedThreadPool(2)) {
      InMemoryAdapter<String> adapter =
          new InMemoryAdapter<>(List.of(shard), InMemoryAdapterConcurrencyTest::name);
      List<Future<Inbox>> members = new ArrayList<>();
      for (int i = 0; i < 2_000; i++) {
        String sid = "member " + i;
        members.add(
            callers.submit(() -> {
              Inbox member = new Inbox(sid, shard);
              adapter.add(member);
              adapter.broadcast(event("hi"), BroadcastOptions.ALL.to(sid));
              adapter.remove(member);
              return member;
            }));
      }
      for (Future<Inbox> future : members) {
        Inbox member = future.get(30, TimeUnit.SECONDS);
        awaitTasks(shard);
        assertThat(member.received).containsExactly("hi");
      }
    }
  }

  private static void awaitTasks(Shard shard) throws Exception {
    CompletableFuture<Boolean> reached = new CompletableFuture<>();
    shard.execute(() -> reached.complete(true));
    assertThat(reached.get(30, TimeUnit.SECONDS)).isTrue();
  }

  private static Set<String> sids(InMemoryAdapter<String> adapter) throws Exception {
    return adapter.sockets(Set.of()).toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private static Event event(String name) {
    return new Event("/", null, name, List.of());
  }

  private static String name(SocketPacket packet, BroadcastFlags flags) {
    return ((Event) packet).name();
  }
}
