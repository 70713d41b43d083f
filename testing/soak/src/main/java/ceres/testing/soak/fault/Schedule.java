package ceres.testing.soak.fault;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * What is done, one after the other, without end. The same seed gives the same strikes. Every kind
 * comes before any comes again; every third strike is two at once.
 *
 * <p>Confined to one thread.
 */
public final class Schedule {
  private final Random random;
  private final int longestQuietMillis;
  private final int longestMillis;
  private final Deque<FaultKind> next = new ArrayDeque<>();
  private int count;

  /**
   * A schedule from its beginning.
   *
   * @param longestQuietMillis how long nothing is done, at most; half of it at least
   * @param longestMillis how long something is done, at most; a quarter of it at least
   */
  public Schedule(long seed, int longestQuietMillis, int longestMillis) {
    random = new Random(seed);
    this.longestQuietMillis = longestQuietMillis;
    this.longestMillis = longestMillis;
  }

  /** The next strike. */
  public Strike next() {
    int quiet = random.nextInt(longestQuietMillis / 2, longestQuietMillis + 1);
    int millis = random.nextInt(longestMillis / 4, longestMillis + 1);
    List<FaultKind> kinds = new ArrayList<>(List.of(draw()));
    count++;
    if (count % 3 == 0) {
      FaultKind other = draw();
      if (other.place() == kinds.getFirst().place()) {
        next.addFirst(other);
      } else {
        kinds.add(other);
      }
    }
    Collections.sort(kinds);
    return new Strike(quiet, kinds, millis);
  }

  private FaultKind draw() {
    if (next.isEmpty()) {
      List<FaultKind> all = new ArrayList<>(List.of(FaultKind.values()));
      Collections.shuffle(all, random);
      next.addAll(all);
    }
    return next.remove();
  }
}
