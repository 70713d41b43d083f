package ceres.socketio.server;

import java.util.ArrayDeque;
import java.util.function.Supplier;

/**
 * Objects to be used again, as many as it takes: those that have been of no use become fewer.
 *
 * <p>Event-loop confined.
 */
final class FreeList<T> {
  private final Supplier<T> maker;
  private ArrayDeque<T> objects = new ArrayDeque<>(0);

  /** The least that there were at any time since they were trimmed. */
  private int unused;

  private int total;

  /**
   * Nothing yet.
   *
   * @param maker makes one more
   */
  FreeList(Supplier<T> maker) {
    this.maker = maker;
  }

  boolean isEmpty() {
    return objects.isEmpty();
  }

  /** How many there are, with those that are in use. */
  int total() {
    return total;
  }

  /** An object is of no use for now. */
  void add(T object) {
    objects.addLast(object);
  }

  /** The object that was used last, or a new one. */
  T take() {
    T object = objects.pollLast();
    unused = Math.min(unused, objects.size());
    if (object == null) {
      total++;
      return maker.get();
    }
    return object;
  }

  /** Forgets half of those that were not needed since this ran last. */
  void trim() {
    int forgotten = (unused + 1) / 2;
    for (int i = 0; i < forgotten; i++) {
      objects.removeFirst();
    }
    total -= forgotten;
    if (objects.isEmpty()) {
      objects = new ArrayDeque<>(0);
    }
    unused = objects.size();
  }
}
