package ceres.socketio.server;

import ceres.socketio.adapter.Acknowledgements;
import ceres.socketio.adapter.Adapter;
import ceres.socketio.adapter.AdapterContext;
import ceres.socketio.adapter.AdapterFactory;
import ceres.socketio.adapter.BroadcastOptions;
import ceres.socketio.adapter.InMemoryAdapter;
import ceres.socketio.adapter.Member;
import ceres.socketio.adapter.MemberSnapshot;
import ceres.socketio.adapter.ServerSide;
import ceres.socketio.protocol.SocketPacket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Several nodes in one process: what a cluster's adapter has to do, without a network. */
final class TwoNodes implements AdapterFactory {
  private final Map<String, List<Node<?>>> nodes = new ConcurrentHashMap<>();

  @Override
  public <E> Adapter<E> adapter(AdapterContext<E> context) {
    Node<E> node =
        new Node<>(
            new InMemoryAdapter<>(context),
            context.serverSide(),
            nodes.computeIfAbsent(context.namespace(), _ -> new CopyOnWriteArrayList<>()));
    node.all.add(node);
    return node;
  }

  /** One node, which does for its own members what the adapter of a single node does. */
  private record Node<E>(InMemoryAdapter<E> own, ServerSide serverSide, List<Node<?>> all)
      implements Adapter<E> {

    private List<Node<?>> meant(BroadcastOptions options) {
      return options.flags().local() ? List.of(this) : all;
    }

    private static <T> CompletionStage<List<T>> gather(
        List<Node<?>> nodes, Function<Node<?>, CompletionStage<? extends List<T>>> question) {
      CompletionStage<List<T>> all = CompletableFuture.completedFuture(List.of());
      for (Node<?> node : nodes) {
        all =
            all.thenCombine(
                question.apply(node),
                (some, more) -> {
                  List<T> both = new ArrayList<>(some);
                  both.addAll(more);
                  return both;
                });
      }
      return all;
    }

    @Override
    public void add(Member<E> member) {
      own.add(member);
    }

    @Override
    public void remove(Member<E> member) {
      own.remove(member);
    }

    @Override
    public void join(Member<E> member, Set<String> rooms) {
      own.join(member, rooms);
    }

    @Override
    public void leave(Member<E> member, Set<String> rooms) {
      own.leave(member, rooms);
    }

    @Override
    public Set<String> rooms(Member<E> member) {
      return own.rooms(member);
    }

    @Override
    public CompletionStage<Boolean> replace(Member<E> member, Member<E> successor) {
      return own.replace(member, successor);
    }

    @Override
    public void broadcast(SocketPacket packet, BroadcastOptions options) {
      meant(options).forEach(node -> node.own.broadcast(packet, options));
    }

    @Override
    public CompletionStage<Acknowledgements> broadcastWithAck(
        SocketPacket.Event event, BroadcastOptions options, Duration timeout) {
      return Node.<Acknowledgements>gather(
              meant(options),
              node -> node.own.broadcastWithAck(event, options, timeout).thenApply(List::of))
          .thenApply(some -> some.stream().reduce(Acknowledgements.NONE, Acknowledgements::plus));
    }

    @Override
    public CompletionStage<Set<String>> sockets(Set<String> rooms) {
      return Node.<Set<String>>gather(all, node -> node.own.sockets(rooms).thenApply(List::of))
          .thenApply(some -> {
            Set<String> union = new LinkedHashSet<>();
            some.forEach(union::addAll);
            return union;
          });
    }

    @Override
    public CompletionStage<List<MemberSnapshot>> fetchSockets(BroadcastOptions options) {
      return gather(meant(options), node -> node.own.fetchSockets(options));
    }

    @Override
    public void socketsJoin(BroadcastOptions options, Set<String> rooms) {
      meant(options).forEach(node -> node.own.socketsJoin(options, rooms));
    }

    @Override
    public void socketsLeave(BroadcastOptions options, Set<String> rooms) {
      meant(options).forEach(node -> node.own.socketsLeave(options, rooms));
    }

    @Override
    public void disconnectSockets(BroadcastOptions options, boolean close) {
      meant(options).forEach(node -> node.own.disconnectSockets(options, close));
    }

    @Override
    public CompletionStage<Acknowledgements> serverSideEmit(
        String event, List<@Nullable Object> args, @Nullable Duration timeout) {
      List<Node<?>> others = all.stream().filter(node -> !node.equals(this)).toList();
      if (timeout == null) {
        others.forEach(node -> node.serverSide.received(event, args));
        return CompletableFuture.completedFuture(Acknowledgements.NONE);
      }
      return Node.<List<@Nullable Object>>gather(
              others,
              node ->
                  node.serverSide
                      .received(event, args)
                      .thenApply(Collections::singletonList)
                      .toCompletableFuture()
                      .completeOnTimeout(List.of(), timeout.toMillis(), TimeUnit.MILLISECONDS))
          .thenApply(answers -> new Acknowledgements(others.size(), answers));
    }

    @Override
    public void close() {
      all.remove(this);
    }
  }
}
