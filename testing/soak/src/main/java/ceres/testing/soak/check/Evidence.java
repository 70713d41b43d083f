package ceres.testing.soak.check;

import ceres.testing.soak.ledger.Entry;
import ceres.testing.soak.ledger.Line;
import ceres.testing.soak.ledger.Told;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the lines of a ledger that prove what is suspected. Stateless. */
final class Evidence {
  /** So many suspicions are looked into, and for each so many lines are shown. */
  private static final int MOST = 100;

  private static final int MOST_LINES = 16;

  private Evidence() {}

  /** A suspicion, and what was found for it. */
  private record Case(Suspicion suspicion, List<Line> lines) {}

  static List<Violation> find(List<Suspicion> suspicions, Supplier<Stream<Line>> ledger) {
    List<Case> cases =
        suspicions.stream()
            .limit(MOST)
            .map(suspicion -> new Case(suspicion, new ArrayList<>()))
            .toList();
    if (!cases.isEmpty()) {
      try (Stream<Line> all = ledger.get()) {
        all.forEach(line -> cases.forEach(each -> file(line, each)));
      }
    }
    return cases.stream()
        .map(each ->
            new Violation(
                each.suspicion().rule(), each.suspicion().sentence(), List.copyOf(each.lines())))
        .toList();
  }

  private static void file(Line line, Case each) {
    if (each.lines().size() < MOST_LINES && proves(line, each.suspicion())) {
      each.lines().add(line);
    }
  }

  private static boolean proves(Line line, Suspicion suspicion) {
    String text = suspicion.text();
    Entry entry = line.entry();
    boolean isMeant =
        suspicion.who() == null || entry.who() == null || suspicion.who().equals(entry.who());
    return switch (entry) {
      case Entry.Sent sent -> sent.text().equals(text);
      case Entry.Acknowledged it -> it.text().equals(text);
      case Entry.Refused it -> it.text().equals(text);
      case Entry.Row it -> it.text().equals(text);
      case Entry.Live it -> isMeant && it.text().equals(text);
      case Entry.Page it -> isMeant && hasText(it.messages(), text);
      case Entry.Joined it ->
          isMeant && (hasText(it.messages(), text) || surrounds(line, suspicion, it.room()));
      case Entry.Left it -> isMeant && surrounds(line, suspicion, it.room());
      case Entry.Connected _, Entry.Lost _ -> isMeant && surrounds(line, suspicion, null);
      case Entry.Fault _, Entry.Calm _ -> false;
    };
  }

  private static boolean hasText(List<Told> messages, @Nullable String text) {
    return messages.stream().anyMatch(message -> message.text().equals(text));
  }

  /** Whether it is a line of the time and the person that a suspicion is about. */
  private static boolean surrounds(Line line, Suspicion suspicion, @Nullable String room) {
    return suspicion.who() != null
        && line.number() >= suspicion.from()
        && line.number() <= suspicion.to()
        && (room == null || Objects.equals(suspicion.room(), room));
  }
}
