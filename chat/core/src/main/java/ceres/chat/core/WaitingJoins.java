package ceres.chat.core;

import java.util.ArrayList;
import java.util.List;

/**
 * The joins of a room that wait for the next read of its history. One read is under way at a time:
 * a join that finds none begins one; those that come meanwhile share the next, which begins when
 * this one is over, so that it sees all that was committed before they came.
 *
 * <p>Guarded by the room's monitor.
 */
final class WaitingJoins {
  private List<Join> waiting = new ArrayList<>(1);
  private boolean reading;

  /**
   * A join comes.
   *
   * @return the joins for which a read is to begin now; empty while another is under way
   */
  List<Join> add(Join join) {
    waiting.add(join);
    return reading ? List.of() : next();
  }

  /**
   * No read is under way any more.
   *
   * @return the joins for which the next is to begin now, in the order of their coming
   */
  List<Join> next() {
    List<Join> group = waiting;
    waiting = new ArrayList<>(1);
    reading = !group.isEmpty();
    return group;
  }
}
