package ceres.socketio.adapter;

/**
 * Port: makes the logs of rooms.
 *
 * <p><em>Thread-safe</em>.
 *
 * @param <E> a packet encoded once for all members
 */
@FunctionalInterface
public interface RoomLogs<E> {
  /** A log of nothing, for one room of a shard. */
  RoomLog<E> of(Shard shard);

  /** Logs that keep nothing. */
  @SuppressWarnings("unchecked") // it never sees a packet
  static <E> RoomLogs<E> none() {
    return _ -> (RoomLog<E>) RoomLog.NONE;
  }
}
