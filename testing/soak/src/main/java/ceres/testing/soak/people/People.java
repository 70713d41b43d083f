package ceres.testing.soak.people;

import ceres.testing.soak.ledger.Ledger;
import ceres.testing.wire.Endpoint;
import ceres.testing.wire.Tokens;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** All people of a run. Thread-safe: what changes belongs to the persons. */
public final class People implements AutoCloseable {
  private final List<Person> all;
  private final List<Thread> threads = new ArrayList<>();
  private final Figures figures = new Figures();

  /**
   * They are there, and do nothing yet.
   *
   * @param server where clients reach it
   * @param tokens that it takes
   * @param manners of each
   */
  public People(Endpoint server, Tokens tokens, List<Manners> manners, Ledger ledger, long seed) {
    all =
        IntStream.range(0, manners.size())
            .mapToObj(
                i -> new Person("p" + i, manners.get(i), server, tokens, ledger, figures, seed))
            .toList();
  }

  /** They come in and chat. */
  public void start() {
    all.forEach(person -> threads.add(person.start()));
  }

  public Figures figures() {
    return figures;
  }

  /** They say nothing new any more. */
  public void beQuiet() {
    all.forEach(person -> person.mind().beQuiet());
  }

  /** Who is not in all their rooms, misses something that they know of, or waits for an answer. */
  public List<String> absent() {
    return all.stream().filter(person -> !person.mind().isSettled()).map(Person::name).toList();
  }

  /** Whether everybody is connected, and has entered all their rooms since. */
  public boolean arePresent() {
    return all.stream().allMatch(person -> person.mind().isPresent());
  }

  /** Whether everybody in a room knows the same message as its newest. */
  public boolean agree(Collection<String> rooms) {
    return rooms.stream().allMatch(this::agree);
  }

  private boolean agree(String room) {
    Map<String, @Nullable UUID> newest = new HashMap<>();
    all.stream()
        .filter(person -> person.mind().isIn(room))
        .forEach(person -> newest.put(person.name(), person.mind().newest(room)));
    return newest.values().stream().map(Objects::toString).distinct().count() <= 1;
  }

  /** They are gone, and enter nothing any more. */
  @Override
  public void close() {
    all.forEach(Person::leave);
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
