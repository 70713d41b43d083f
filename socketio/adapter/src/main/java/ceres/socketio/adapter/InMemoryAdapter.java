package ceres.socketio.adapter;

import ceres.socketio.protocol.SocketPacket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The adapter of a single node. Each shard keeps the rooms of its own members and no other's, so
 * nothing is locked: whatever is to be done is a task on the shards it concerns, and these keep the
 * order of the calls. A broadcast is encoded on the caller's thread and costs one task for each
 * shard that has members.
 *
 * <p><em>Thread-safe</em> by confinement to the shards.
 *
 * @param <E> a packet encoded once for all members
 */
public final class InMemoryAdapter<E> implements Adapter<E> {
  private final BiFunction<SocketPacket, BroadcastFlags, E> encoder;
  private final CallsUnderWay calls = new CallsUnderWay();
  private final List<ShardRooms<E>> shards;
  private final IdentityHashMap<Shard, ShardRooms<E>> byShard = new IdentityHashMap<>();

  /**
   * An adapter without members, of a namespace.
   *
   * @throws IllegalArgumentException if a shard is there twice
   */
  public InMemoryAdapter(AdapterContext<E> context) {
    this(context.shards(), context.encoder(), context.logs());
  }

  /** The same, which keeps nothing of what is sent. */
  InMemoryAdapter(
      List<? extends Shard> shards, BiFunction<SocketPacket, BroadcastFlags, E> encoder) {
    this(shards, encoder, RoomLogs.none());
  }

  private InMemoryAdapter(
      List<? extends Shard> shards,
      BiFunction<SocketPacket, BroadcastFlags, E> encoder,
      RoomLogs<E> logs) {
    this.encoder = encoder;
    List<ShardRooms<E>> all = new ArrayList<>();
    for (Shard shard : shards) {
      ShardRooms<E> rooms = new ShardRooms<>(shard, logs);
      all.add(rooms);
      if (byShard.put(shard, rooms) != null) {
        throw new IllegalArgumentException("a shard is there twice");
      }
    }
    this.shards = List.copyOf(all);
  }

  @Override
  public void add(Member<E> member) {
    shardOf(member).add(member);
  }

  @Override
  public void remove(Member<E> member) {
    shardOf(member).remove(member);
  }

  @Override
  public void join(Member<E> member, Set<String> rooms) {
    Set<String> copy = RoomNames.copyOf(rooms);
    shardOf(member).execute(index -> index.join(member, copy));
  }

  @Override
  public void leave(Member<E> member, Set<String> rooms) {
    Set<String> copy = RoomNames.copyOf(rooms);
    shardOf(member).execute(index -> index.leave(member, copy));
  }

  @Override
  public Set<String> rooms(Member<E> member) {
    return shardOf(member).index().rooms(member);
  }

  @Override
  public CompletionStage<Boolean> replace(Member<E> member, Member<E> successor) {
    return new Replacement<>(member, shardOf(member), successor, shardOf(successor), calls).begin();
  }

  @Override
  public void broadcast(SocketPacket packet, BroadcastOptions options) {
    E encoded = encoder.apply(packet, options.flags());
    calls.during(call -> giveAll(index -> index.deliver(encoded, options, call)));
  }

  @Override
  public CompletionStage<Acknowledgements> broadcastWithAck(
      SocketPacket.Event event, BroadcastOptions options, Duration timeout) {
    Long id = event.id();
    if (id == null) {
      throw new IllegalArgumentException("nobody can acknowledge an event without an id");
    }
    E encoded = encoder.apply(event, options.flags());
    return gather(
        Acknowledgements.NONE,
        index -> {
          AcknowledgementCount count = new AcknowledgementCount();
          for (Membership<E> membership : index.present(options)) {
            count.expect(
                () -> membership.member().deliverWithAck(encoded, options.flags(), id, timeout));
          }
          count.end();
          return count.all();
        },
        Acknowledgements::plus);
  }

  @Override
  public CompletionStage<Acknowledgements> serverSideEmit(
      String event, List<@Nullable Object> args, @Nullable Duration timeout) {
    return CompletableFuture.completedFuture(Acknowledgements.NONE);
  }

  @Override
  public CompletionStage<Set<String>> sockets(Set<String> rooms) {
    BroadcastOptions options = new BroadcastOptions(rooms, Set.of(), BroadcastFlags.DEFAULT);
    return collect(options, membership -> membership.member().sid()).thenApply(LinkedHashSet::new);
  }

  @Override
  public CompletionStage<List<MemberSnapshot>> fetchSockets(BroadcastOptions options) {
    return collect(options, Membership::snapshot);
  }

  @Override
  public void socketsJoin(BroadcastOptions options, Set<String> rooms) {
    Set<String> copy = RoomNames.copyOf(rooms);
    onEachShard(index -> index.select(options).forEach(m -> index.join(m, copy)));
  }

  @Override
  public void socketsLeave(BroadcastOptions options, Set<String> rooms) {
    Set<String> copy = RoomNames.copyOf(rooms);
    onEachShard(index -> index.select(options).forEach(m -> index.leave(m, copy)));
  }

  @Override
  public void disconnectSockets(BroadcastOptions options, boolean close) {
    onEachShard(index -> index.forEach(options, m -> m.member().disconnect(close)));
  }

  private ShardRooms<E> shardOf(Member<E> member) {
    ShardRooms<E> shard = byShard.get(member.shard());
    if (shard == null) {
      throw new IllegalArgumentException("a member of an unknown shard");
    }
    return shard;
  }

  private void onEachShard(Consumer<RoomIndex<E>> task) {
    calls.during(_ -> giveAll(task));
  }

  private void giveAll(Consumer<RoomIndex<E>> task) {
    for (ShardRooms<E> shard : shards) {
      if (shard.isPopulated()) {
        shard.execute(task);
      }
    }
  }

  /** What is made of all that are meant. */
  private <T> CompletableFuture<List<T>> collect(
      BroadcastOptions options, Function<Membership<E>, T> view) {
    return gather(
        List.of(),
        index ->
            CompletableFuture.completedFuture(index.present(options).stream().map(view).toList()),
        InMemoryAdapter::concat);
  }

  /** What the shards say, one after the other; one that has ended says nothing. */
  private <T> CompletableFuture<T> gather(
      T nothing, Function<RoomIndex<E>, CompletableFuture<T>> question, BinaryOperator<T> sum) {
    CompletableFuture<T> all = CompletableFuture.completedFuture(nothing);
    for (ShardRooms<E> shard : shards) {
      if (shard.isPopulated()) {
        all = all.thenCombine(ask(shard, nothing, question), sum);
      }
    }
    return all;
  }

  private static <E, T> CompletableFuture<T> ask(
      ShardRooms<E> shard, T nothing, Function<RoomIndex<E>, CompletableFuture<T>> question) {
    CompletableFuture<CompletableFuture<T>> answer = new CompletableFuture<>();
    boolean accepted =
        shard.execute(index -> {
          try {
            answer.complete(question.apply(index));
          } catch (RuntimeException e) {
            answer.completeExceptionally(e);
          }
        });
    if (!accepted) {
      answer.complete(CompletableFuture.completedFuture(nothing));
    }
    return answer.thenCompose(stage -> stage);
  }

  private static <T> List<T> concat(List<T> first, List<T> second) {
    List<T> both = new ArrayList<>(first);
    both.addAll(second);
    return both;
  }
}
