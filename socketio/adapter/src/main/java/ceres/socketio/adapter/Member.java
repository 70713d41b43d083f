package ceres.socketio.adapter;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Whom an {@link Adapter} reaches: in production a socket. The adapter tells members apart by
 * identity, so {@code equals} is not to be overridden.
 *
 * <p>{@link #sid} and {@link #shard} never change; the rest is <em>confined to the shard</em>, and
 * what it wants of the adapter happens in a later task.
 *
 * @param <E> a packet encoded once for all members, immutable; the adapter knows no more of it
 */
public interface Member<E> {
  /** The socket id; at the same time the name of a room with only this member. */
  String sid();

  /** Where this member lives. */
  Shard shard();

  /** Takes a packet. Must not block. */
  void deliver(E packet, BroadcastFlags flags);

  /** Takes a packet that the log of a room keeps for it. Must not block. */
  default void deliverKept(E packet, BroadcastFlags flags) {
    deliver(packet, flags);
  }

  /** It is in a room from now on, whose log this is; everyone is a room too. */
  default void joined(RoomLog<E> log) {}

  /** It is in the room no more. */
  default void left(RoomLog<E> log) {}

  /**
   * Takes an event that is to be acknowledged. Must not block.
   *
   * @param id the event's
   * @return the arguments of the acknowledgement; completed on the shard, and failed when none came
   *     in time or the member left
   */
  CompletionStage<List<@Nullable Object>> deliverWithAck(
      E packet, BroadcastFlags flags, long id, Duration timeout);

  /**
   * What others see of this member in {@link Adapter#fetchSockets}: values as in the data of a
   * packet, because they may travel to another node.
   */
  Map<String, @Nullable Object> snapshot();

  /**
   * Whether {@link Adapter#sockets} and {@link Adapter#fetchSockets} show it, and {@link
   * Adapter#broadcastWithAck} waits for it. A member whose client is away for a moment is not
   * shown, and yet everything else reaches it.
   */
  default boolean isPresent() {
    return true;
  }

  /**
   * Leaves the namespace.
   *
   * @param close whether to close the underlying connection too
   */
  void disconnect(boolean close);
}
