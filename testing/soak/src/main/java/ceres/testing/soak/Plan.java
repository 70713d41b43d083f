package ceres.testing.soak;

import ceres.testing.soak.fault.Strike;
import ceres.testing.soak.people.Manners;
import ceres.testing.soak.people.Manners.Habit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * What a run is made of. Immutable, but for the strikes, which are taken one after the other.
 *
 * @param seed of all that is drawn
 * @param people how each behaves
 * @param strikes what is done, one after the other, while there are any
 * @param length of the time in which they may begin, from the moment when everybody is there
 */
public record Plan(long seed, List<Manners> people, Iterator<Strike> strikes, Duration length) {
  /** Copies what could change. */
  public Plan {
    people = List.copyOf(people);
  }

  /**
   * People in rooms, each in two of them but the first, who is everywhere.
   *
   * <p>One of four wanders, too.
   *
   * @param everyMillis from one message of somebody to their next, on average
   */
  static List<Manners> talkers(long seed, int count, int rooms, int everyMillis) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Manners> people = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Set<String> theirs = new LinkedHashSet<>();
      for (int room = 0; i == 0 && room < rooms; room++) {
        theirs.add("room-" + room);
      }
      theirs.add("room-" + i % rooms);
      theirs.add("room-" + random.nextInt(rooms));
      people.add(
          new Manners(
              List.copyOf(theirs),
              everyMillis,
              i % 4 == 3 ? Habit.TALKS_AND_WANDERS : Habit.TALKS));
    }
    return people;
  }

  /** People who say nothing, and leave a room and join it again all the time. */
  static List<Manners> visitors(int count, String room, int everyMillis) {
    return Collections.nCopies(count, new Manners(List.of(room), everyMillis, Habit.WANDERS));
  }

  /** People who listen in a room, in which one says something now and then. */
  static List<Manners> listeners(int count) {
    List<Manners> people = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      people.add(new Manners(List.of("lobby"), i == 0 ? 1_000 : 0, Habit.TALKS));
    }
    return people;
  }

  /** All rooms that somebody is in. */
  List<String> rooms() {
    return people.stream().flatMap(each -> each.rooms().stream()).distinct().sorted().toList();
  }
}
