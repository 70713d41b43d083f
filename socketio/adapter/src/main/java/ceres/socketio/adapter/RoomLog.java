package ceres.socketio.adapter;

import java.util.Set;

/**
 * Port: keeps what is sent to a room of one shard, once for all its members, so that they need not
 * keep it each for themselves. Where there is no connection state recovery, {@link #NONE}.
 *
 * <p><em>Confined to the shard</em>.
 *
 * @param <E> a packet encoded once for all members
 */
public interface RoomLog<E> {
  /** Keeps nothing. */
  RoomLog<?> NONE =
      new RoomLog<>() {
        @Override
        public boolean append(Object packet, Set<? extends Member<Object>> except) {
          return false;
        }

        @Override
        public void clear() {}
      };

  /**
   * A packet is about to be delivered to the members.
   *
   * @param except the members that it is not delivered to
   * @return whether it is kept; else each member has to keep it
   */
  boolean append(E packet, Set<? extends Member<E>> except);

  /** Nobody is in the room any more. */
  void clear();
}
