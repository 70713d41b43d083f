package ceres.socketio.server;

import ceres.socketio.adapter.BroadcastOptions;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A choice of sockets, and what is to happen to them. Several rooms mean the sockets that are in
 * any of them; each gets an event once. Immutable: every method returns a new choice.
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

  /**
   * Sends an event, encoded once, after all that was sent before.
   *
   * @param args JSON values, or records and other types that Jackson can make JSON of
   * @throws IllegalArgumentException if an argument cannot be written as JSON
   */
  public void emit(String event, @Nullable Object... args) {
    namespace
        .adapter()
        .broadcast(
            namespace.packets().event(event, JsonValues.fromAll(args), options.flags()), options);
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
