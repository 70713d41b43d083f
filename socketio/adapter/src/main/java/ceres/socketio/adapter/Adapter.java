package ceres.socketio.adapter;

import ceres.socketio.protocol.SocketPacket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Who is in which room of one namespace, and how to reach them. A room exists while someone is in
 * it. A member is always in the room of its own {@code sid}, from {@link #add} to {@link #remove}.
 *
 * <p>Calls take effect in the order they were made, for each member: what is broadcast after a join
 * reaches who joined, whatever thread either call came from; and nothing is delivered within a
 * call.
 *
 * <p>An adapter for several nodes does for its own members what {@link InMemoryAdapter} does, and
 * tells the other nodes; what only concerns one member it need not tell.
 *
 * <p><em>Thread-safe</em>, but for {@link #rooms}. Stages are completed on any thread, which must
 * not be blocked.
 *
 * @param <E> a packet encoded once for all members
 */
public interface Adapter<E> {
  /** Makes it a member. One with the same {@code sid} on the same shard ceases to be one. */
  void add(Member<E> member);

  /** Makes it leave all rooms and be no member; nothing if it is none. */
  void remove(Member<E> member);

  /** Puts it into the rooms; nothing if it is no member. */
  void join(Member<E> member, Set<String> rooms);

  /** Takes it out of the rooms, except its own; nothing where it is not in them. */
  void leave(Member<E> member, Set<String> rooms);

  /**
   * The rooms it is in, first its own, then in the order of joining; none if it is no member.
   * <em>Confined to the member's shard</em>, where it shows what has taken effect.
   *
   * @return a copy
   */
  Set<String> rooms(Member<E> member);

  /**
   * Puts a member in the place of another of the same {@code sid}, on any shard, with its rooms.
   * Meanwhile both may be members: what is sent or done while this is under way reaches at least
   * one of them, maybe both, in the order of the calls. It reaches the second alone when the stage
   * completes. What reached the first one before this call does not reach the second; what reached
   * both is with both then.
   *
   * @return completed on the first one's shard: true, or false if that is no member any more, and
   *     then the second is none either
   */
  CompletionStage<Boolean> replace(Member<E> member, Member<E> successor);

  /**
   * Sends a packet to all that are meant, encoded once.
   *
   * @throws IllegalArgumentException if it cannot be encoded
   */
  void broadcast(SocketPacket packet, BroadcastOptions options);

  /**
   * Sends an event, encoded once, to all that are meant and are present, and gathers what they
   * answer.
   *
   * @param event with an id that none of them has to answer to yet
   * @param timeout how long an answer is waited for
   * @return completed when everyone has answered, has left, or has had the time to
   * @throws IllegalArgumentException if it cannot be encoded, or has no id
   */
  CompletionStage<Acknowledgements> broadcastWithAck(
      SocketPacket.Event event, BroadcastOptions options, Duration timeout);

  /**
   * The {@code sid}s of all that are in any of these rooms and are present.
   *
   * @param rooms empty means everyone
   */
  CompletionStage<Set<String>> sockets(Set<String> rooms);

  /** All that are meant and are present, as they are when the call takes effect. */
  CompletionStage<List<MemberSnapshot>> fetchSockets(BroadcastOptions options);

  /** Puts all that are meant into the rooms. */
  void socketsJoin(BroadcastOptions options, Set<String> rooms);

  /** Takes all that are meant out of the rooms, except their own. */
  void socketsLeave(BroadcastOptions options, Set<String> rooms);

  /**
   * Makes all that are meant leave the namespace.
   *
   * @param close whether to close their connections too
   */
  void disconnectSockets(BroadcastOptions options, boolean close);

  /**
   * Says something to the same namespace of all other nodes, see {@link ServerSide}.
   *
   * @param args JSON values, as in the data of a packet
   * @param timeout how long an answer is waited for; null if nobody waits
   * @return what the other nodes answer; at once and empty if nobody waits, or there are no others
   */
  CompletionStage<Acknowledgements> serverSideEmit(
      String event, List<@Nullable Object> args, @Nullable Duration timeout);

  /** The namespace is no more, and has no members. */
  default void close() {}
}
