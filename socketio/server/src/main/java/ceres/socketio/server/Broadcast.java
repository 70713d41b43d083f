package ceres.socketio.server;

import ceres.socketio.adapter.BroadcastOptions;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A choice of sockets, on all nodes, and what is to happen to them. Several rooms mean the sockets
 * that are in any of them; each gets an event once. Immutable: every method but the last ones
 * returns a new choice.
 */
public final class Broadcast {
  private final Namespace namespace;
  private final BroadcastOptions options;

  Broadcast(Namespace namespace, BroadcastOptions options) {
    this.namespace = namespace;
    this.options = options;
  }

  /** The sockets in this room too. */
  public Broadcast to(String room) {
    return with(options.to(room));
  }

  /** The sockets in these rooms too. */
  public Broadcast to(Collection<String> rooms) {
    Set<String> all = new LinkedHashSet<>(options.rooms());
    all.addAll(rooms);
    return with(new BroadcastOptions(all, options.except(), options.flags()));
  }

  /** Not the sockets in this room; a socket's id is a room of its own. */
  public Broadcast except(String room) {
    return with(options.except(room));
  }

  /** Not the sockets in these rooms. */
  public Broadcast except(Collection<String> rooms) {
    if (rooms.isEmpty()) {
      return this;
    }
    Set<String> all = new LinkedHashSet<>(options.except());
    all.addAll(rooms);
    return with(new BroadcastOptions(options.rooms(), all, options.flags()));
  }

  /** What is emitted may be lost: whoever does not keep up does not get it. */
  public Broadcast asVolatile() {
    return with(options.withFlags(options.flags().withVolatile(true)));
  }

  /** Whether the transport may compress what is emitted; it may, if nothing else is said. */
  public Broadcast compress(boolean compress) {
    return with(options.withFlags(options.flags().withCompress(compress)));
  }

  /** The sockets of this node only. */
  public Broadcast local() {
    return with(options.withFlags(options.flags().withLocal(true)));
  }

  /**
   * Sends an event, encoded once, after all that was sent before.
   *
   * @param args JSON values, or records and other types that Jackson can make JSON of
   * @throws IllegalArgumentException if an argument cannot be written as JSON, or the name is
   *     reserved
   */
  public void emit(String event, @Nullable Object... args) {
    namespace
        .adapter()
        .broadcast(
            namespace.packets().event(event, JsonValues.fromAll(args), options.flags()), options);
  }

  /**
   * Sends an event and waits for everyone's acknowledgement.
   *
   * @param args JSON values, or records and other types that Jackson can make JSON of
   * @param timeout how long an answer is waited for
   * @return what was answered; completed when everyone has answered, has left, or has had the time
   *     to. Completed on an event loop: what depends on it must not block, unless it is handed to
   *     another thread
   * @throws IllegalArgumentException if an argument cannot be written as JSON, or the name is
   *     reserved
   */
  public CompletionStage<Answers> emitWithAck(
      Duration timeout, String event, @Nullable Object... args) {
    return namespace
        .adapter()
        .broadcastWithAck(
            namespace.packets().eventWithAck(namespace.newAckId(), event, JsonValues.fromAll(args)),
            options,
            timeout)
        .thenApply(Answers::of);
  }

  /** The sockets, as they are when the calls before have taken effect. */
  public CompletionStage<List<RemoteSocket>> fetchSockets() {
    return namespace
        .adapter()
        .fetchSockets(options)
        .thenApply(all ->
            all.stream()
                .map(one -> new RemoteSocket(namespace.broadcast().to(one.sid()), one))
                .toList());
  }

  /** Puts the sockets into a room. */
  public void socketsJoin(String room) {
    namespace.adapter().socketsJoin(options, Set.of(room));
  }

  /** Takes the sockets out of a room. */
  public void socketsLeave(String room) {
    namespace.adapter().socketsLeave(options, Set.of(room));
  }

  /**
   * Makes the sockets leave the namespace.
   *
   * @param close whether to close their connections too
   */
  public void disconnectSockets(boolean close) {
    namespace.adapter().disconnectSockets(options, close);
  }

  private Broadcast with(BroadcastOptions changed) {
    return new Broadcast(namespace, changed);
  }
}
