package ceres.testing.soak.check;

import ceres.testing.soak.check.Checker.Disorder;
import ceres.testing.soak.ledger.Entry;
import ceres.testing.soak.ledger.Line;
import ceres.testing.soak.ledger.Told;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Reads the ledger again, to see what exactly is wrong with what seems to be. Confined to its
 * {@link Checker}.
 */
final class Investigation {
  /** What is found first is enough to look for the cause. */
  private static final int MOST = 50;

  private final Map<String, RoomRows> rows;
  private final List<Had> stretches;
  private final List<Before> disorders;
  private final Consumer<Suspicion> found;

  /** What a stretch had. */
  private record Had(Stretch stretch, Set<UUID> ids) {}

  /** Whether somebody had a message before. */
  private static final class Before {
    private final Disorder disorder;
    private boolean hadIt;

    Before(Disorder disorder) {
      this.disorder = disorder;
    }
  }

  Investigation(
      Map<String, RoomRows> rows,
      List<Stretch> doubtful,
      List<Disorder> disorders,
      Consumer<Suspicion> found) {
    this.rows = rows;
    this.stretches =
        doubtful.stream().limit(MOST).map(stretch -> new Had(stretch, new HashSet<>())).toList();
    this.disorders = disorders.stream().limit(MOST).map(Before::new).toList();
    this.found = found;
  }

  boolean isNeeded() {
    return !stretches.isEmpty() || !disorders.isEmpty();
  }

  /** The next line. */
  void read(Line line) {
    switch (line.entry()) {
      case Entry.Live live -> {
        note(line, live.who(), live.room(), Set.of(live.id()), false);
        compare(line, live.who(), Set.of(live.id()));
      }
      case Entry.Joined joined -> {
        note(line, joined.who(), joined.room(), ids(joined.messages()), false);
        compare(line, joined.who(), ids(joined.messages()));
      }
      case Entry.Page page -> note(line, page.who(), page.room(), ids(page.messages()), true);
      case Entry.Sent _,
          Entry.Acknowledged _,
          Entry.Refused _,
          Entry.Connected _,
          Entry.Lost _,
          Entry.Left _,
          Entry.Fault _,
          Entry.Calm _,
          Entry.Row _ -> {}
    }
  }

  private static Set<UUID> ids(List<Told> messages) {
    return messages.stream().map(Told::id).collect(Collectors.toSet());
  }

  /** A page is a stretch of its own, and no part of a stay. */
  private void note(Line line, String who, String room, Set<UUID> ids, boolean isPage) {
    for (Had had : stretches) {
      Stretch stretch = had.stretch();
      boolean isIts =
          isPage
              ? line.number() == stretch.fromLine()
              : line.number() >= stretch.fromLine() && line.number() <= stretch.toLine();
      if (isIts && who.equals(stretch.who()) && room.equals(stretch.room())) {
        had.ids().addAll(ids);
      }
    }
  }

  private void compare(Line line, String who, Set<UUID> ids) {
    for (Before before : disorders) {
      Disorder disorder = before.disorder;
      if (line.number() < disorder.line()
          && who.equals(disorder.who())
          && ids.contains(disorder.id())) {
        before.hadIt = true;
      }
    }
  }

  /** There are no more lines. */
  void conclude() {
    disorders.forEach(this::conclude);
    stretches.forEach(this::conclude);
  }

  private void conclude(Before before) {
    Disorder disorder = before.disorder;
    String who = disorder.who();
    RoomRows stored = rows.getOrDefault(disorder.room(), new RoomRows());
    if (!disorder.stale()) {
      Rule rule = before.hadIt ? Rule.DELIVERED_TWICE : Rule.ORDER;
      String what = before.hadIt ? "\" a second time" : "\" behind a later message";
      suspect(rule, disorder, who + " got \"" + disorder.text() + what);
    } else if (stored.contains(disorder.id())) {
      String text = stored.sending(stored.indexOf(disorder.id())).text();
      suspect(
          Rule.GAP,
          disorder,
          "a history for " + who + " ends before \"" + text + "\", which they had before");
    }
  }

  private void suspect(Rule rule, Disorder disorder, String sentence) {
    String text = disorder.text().isEmpty() ? null : disorder.text();
    found.accept(
        new Suspicion(
            rule,
            sentence + " in " + disorder.room(),
            text,
            disorder.who(),
            disorder.room(),
            disorder.line(),
            disorder.line()));
  }

  private void conclude(Had had) {
    Stretch stretch = had.stretch();
    RoomRows stored = rows.getOrDefault(stretch.room(), new RoomRows());
    for (int i = stretch.from(stored); i < stretch.to(stored); i++) {
      if (!had.ids().contains(stored.id(i))) {
        String text = stored.sending(i).text();
        found.accept(
            new Suspicion(
                Rule.GAP,
                "%s did not get \"%s\" of %s, but what is before it and behind it"
                    .formatted(stretch.who(), text, stretch.room()),
                text,
                stretch.who(),
                stretch.room(),
                stretch.fromLine(),
                stretch.toLine()));
      }
    }
  }
}
