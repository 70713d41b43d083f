package ceres.testing.soak.people;

import java.util.List;

/**
 * How somebody behaves. Immutable.
 *
 * @param rooms where they belong
 * @param everyMillis from one thing that they do to the next, on average; 0: they only listen
 * @param habit what they do
 */
public record Manners(List<String> rooms, int everyMillis, Habit habit) {
  /** What somebody does. */
  public enum Habit {
    /** Says things. */
    TALKS,
    /** Says things, and sometimes leaves a room and joins it again. */
    TALKS_AND_WANDERS,
    /** Leaves rooms and joins them again. */
    WANDERS
  }

  /** Copies what could change. */
  public Manners {
    rooms = List.copyOf(rooms);
  }
}
