package ceres.testing.soak.world;

import java.util.Set;

/**
 * How a network treats what goes through it. Immutable.
 *
 * @param held in which directions nothing goes on until the weather changes
 * @param swallowed in which directions bytes vanish
 * @param latestMillis how late bytes may come, at random; 0: they are not late
 */
record Weather(Set<Direction> held, Set<Direction> swallowed, int latestMillis) {
  static final Weather FAIR = new Weather(Set.of(), Set.of(), 0);
}
