package ceres.socketio.server;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Objects to be used again, as many as it takes: those that have been of no use become fewer.
 *
 * <p>Event-loop confined.
 */
final class FreeList<T> {
  private ArrayDeque<T> objects = new ArrayDeque<>(0);

  /** The least that there were at any time since they were trimmed. */
  private int unused;

  boolean isEmpty() {
    return objects.isEmpty();
  }

  void add(T object) {
    objects.addLast(object);
  }

  /** The object that was used last; null if there is none. */
  @Nullable T poll() {
    T object = objects.pollLast();
    unused = Math.min(unused, objects.size());
    return object;
  }

  /**
   * Forgets half of those that were not needed since this ran last.
   *
   * @return how many these were
   */
  int trim() {
    int forgotten = (unused + 1) / 2;
    for (int i = 0; i < forgotten; i++) {
      objects.removeFirst();
    }
    if (objects.isEmpty()) {
      objects = new ArrayDeque<>(0);
    }
    unused = objects.size();
    return forgotten;
  }
}
