package ceres.testing.soak.check;

import ceres.testing.soak.ledger.Entry;
import ceres.testing.soak.ledger.Line;
import ceres.testing.soak.ledger.Told;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a ledger once, from the first line to the last, and then says what does not hold: see
 * {@link Rule}, and docs/reliability.md for what each means. Needs memory for each message that was
 * sent, and none for those that were received.
 *
 * <p>Not thread-safe.
 */
public final class Checker {
  /** How many messages {@code room_history} has, if the room has so many. */
  static final int HISTORY = 50;

  private final Sendings sendings = new Sendings();
  private final Map<String, Map<String, View>> views = new LinkedHashMap<>();
  private final Map<String, RoomRows> rows = new HashMap<>();
  private final Map<String, String> users = new HashMap<>();
  private final Map<String, Sending> lastOfSender = new HashMap<>();
  private final List<Suspicion> suspicions = new ArrayList<>();
  private final List<Disorder> disorders = new ArrayList<>();
  private long lines;

  /**
   * Something came that is not newer than all before.
   *
   * @param stale whether it is a history that does not have what was shown before
   */
  record Disorder(long line, String who, String room, UUID id, String text, boolean stale) {}

  /** The next line. */
  public void accept(Line line) {
    lines = line.number();
    switch (line.entry()) {
      case Entry.Sent sent -> sent(line, sent);
      case Entry.Acknowledged it -> acknowledged(line, it);
      case Entry.Refused it -> refused(line, it);
      case Entry.Connected it -> connected(it);
      case Entry.Joined it -> joined(line, it);
      case Entry.Left it -> view(it.who(), it.room()).end();
      case Entry.Live it -> live(line, it);
      case Entry.Page it -> page(line, it);
      case Entry.Calm it -> calm(line, it);
      case Entry.Row it -> row(line, it);
      case Entry.Lost _, Entry.Fault _ -> {}
    }
  }

  /** Whether something is wrong already. */
  public boolean isSuspicious() {
    return !suspicions.isEmpty() || !disorders.isEmpty();
  }

  /**
   * There are no more lines: what does not hold.
   *
   * @param ledger the same lines again, as often as it is asked, each time to be closed
   */
  public List<Violation> finish(Supplier<Stream<Line>> ledger) {
    new Reckoning(sendings, rows, suspicions::add).run();
    List<Stretch> doubtful = new ArrayList<>();
    for (Map<String, View> rooms : views.values()) {
      for (View view : rooms.values()) {
        RoomRows stored = rows.computeIfAbsent(view.room(), _ -> new RoomRows());
        new Coverage(view, stored, lines, suspicions::add, doubtful::add).run();
      }
    }
    Investigation investigation = new Investigation(rows, doubtful, disorders, suspicions::add);
    if (investigation.isNeeded()) {
      try (Stream<Line> all = ledger.get()) {
        all.forEach(investigation::read);
      }
      investigation.conclude();
    }
    return Evidence.find(suspicions, ledger);
  }

  private View view(String who, String room) {
    return views
        .computeIfAbsent(who, _ -> new LinkedHashMap<>())
        .computeIfAbsent(room, _ -> new View(who, room));
  }

  private void suspect(Rule rule, Line line, @Nullable String text, String sentence) {
    Entry entry = line.entry();
    suspicions.add(
        new Suspicion(rule, sentence, text, entry.who(), null, line.number(), line.number()));
  }

  private void sent(Line line, Entry.Sent sent) {
    Sending sending = sendings.sent(sent);
    if (sending == null || !sending.room().equals(sent.room())) {
      suspect(Rule.INVENTED, line, sent.text(), sent.who() + " does not know what they send");
    }
  }

  private void acknowledged(Line line, Entry.Acknowledged it) {
    Sending sending = sendings.find(it.text());
    if (sending == null) {
      suspect(Rule.INVENTED, line, it.text(), "an answer for \"" + it.text() + "\" without a send");
    } else {
      sending.acknowledged(it.at(), it.id());
    }
  }

  private void refused(Line line, Entry.Refused it) {
    Sending sending = sendings.find(it.text());
    if (sending == null) {
      suspect(Rule.INVENTED, line, it.text(), "an error for \"" + it.text() + "\" without a send");
    } else {
      sending.refused();
    }
  }

  private void connected(Entry.Connected it) {
    if (!it.recovered()) {
      views.getOrDefault(it.who(), Map.of()).values().forEach(View::end);
    }
  }

  private void joined(Line line, Entry.Joined it) {
    View view = view(it.who(), it.room());
    UUID before = view.highest();
    Stretch stay = view.begin(it.messages().size() < HISTORY, line.number());
    UUID last = readHistory(line, it.who(), it.room(), it.messages(), stay);
    it.messages().forEach(message -> view.see(message.id()));
    if (before != null && (last == null || Ids.isAfter(before, last))) {
      disorders.add(new Disorder(line.number(), it.who(), it.room(), before, "", true));
    }
  }

  /** Takes a history into a stretch; returns its last id. */
  private @Nullable UUID readHistory(
      Line line, String who, String room, List<Told> messages, Stretch stretch) {
    UUID last = null;
    for (Told message : messages) {
      if (last != null && !Ids.isAfter(message.id(), last)) {
        suspect(
            Rule.ORDER,
            line,
            message.text(),
            "a history for "
                + who
                + " in "
                + room
                + " has \""
                + message.text()
                + "\" behind a later message");
      }
      last = last == null || Ids.isAfter(message.id(), last) ? message.id() : last;
      seen(line, room, message.id(), message.text());
      stretch.add(message.id(), line.number());
    }
    return last;
  }

  private void seen(Line line, String room, UUID id, String text) {
    Sending sending = sendings.find(text);
    if (sending == null || !sending.room().equals(room)) {
      suspect(
          Rule.INVENTED, line, text, "\"" + text + "\" is in " + room + ", and was not sent there");
    } else {
      sending.sawAs(id);
    }
  }

  private void live(Line line, Entry.Live it) {
    seen(line, it.room(), it.id(), it.text());
    View view = view(it.who(), it.room());
    Stretch stay = view.stay();
    if (stay == null) {
      suspect(
          Rule.FOREIGN_ROOM,
          line,
          it.text(),
          it.who() + " got \"" + it.text() + "\" of " + it.room() + ", and is not there");
      return;
    }
    stay.add(it.id(), line.number());
    if (!view.see(it.id())) {
      disorders.add(new Disorder(line.number(), it.who(), it.room(), it.id(), it.text(), false));
    }
  }

  private void page(Line line, Entry.Page it) {
    boolean fromBeginning = it.after() == null && !it.hasMore();
    Stretch page = new Stretch(it.who(), it.room(), fromBeginning, it.after(), line.number());
    UUID _ = readHistory(line, it.who(), it.room(), it.messages(), page);
    view(it.who(), it.room()).stretches().add(page);
  }

  private void calm(Line line, Entry.Calm it) {
    for (String who : it.absent()) {
      suspicions.add(
          new Suspicion(
              Rule.ABSENT,
              who + " is not back, or waits for an answer",
              null,
              who,
              null,
              Math.max(1, line.number() - 10_000),
              line.number()));
    }
  }

  private void row(Line line, Entry.Row it) {
    Sending sending = sendings.find(it.text());
    String sender = Sendings.sender(it.text());
    String user = users.computeIfAbsent(sender, _ -> it.user().toString());
    if (sending == null
        || !sending.room().equals(it.room())
        || !user.equals(it.user().toString())) {
      suspect(
          Rule.INVENTED,
          line,
          it.text(),
          "\""
              + it.text()
              + "\" is stored in "
              + it.room()
              + " for "
              + it.user()
              + ", and was not sent so");
      return;
    }
    boolean isFirst = sending.stored().isEmpty();
    sending.storedAs(it.id());
    if (!rows.computeIfAbsent(it.room(), _ -> new RoomRows()).add(it.id(), sending)) {
      suspect(Rule.ORDER, line, it.text(), "ids and times of " + it.room() + " disagree");
    }
    if (isFirst) {
      inSendersOrder(line, sending, sender);
    }
  }

  private void inSendersOrder(Line line, Sending sending, String sender) {
    String key = sender + " " + sending.room();
    Sending last = lastOfSender.get(key);
    if (last == null || Sendings.number(last.text()) < Sendings.number(sending.text())) {
      lastOfSender.put(key, sending);
    } else if (sending.keepsItsPlace()) {
      suspect(
          Rule.SENDER_ORDER,
          line,
          sending.text(),
          "\"" + sending.text() + "\" is stored behind \"" + last.text() + "\"");
    }
  }
}
