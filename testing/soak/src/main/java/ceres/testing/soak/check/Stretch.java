package ceres.testing.soak.check;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A part of a room's history that somebody got as a whole: a page, or a {@code room_history} and
 * all that came after it while they stayed. Keeps no list of it, but what a list can be compared
 * by. Confined to its {@link Checker}.
 */
final class Stretch {
  private final String who;
  private final String room;
  private final boolean fromBeginning;
  private final @Nullable UUID after;
  private final long fromLine;
  private long toLine;
  private @Nullable UUID first;
  private @Nullable UUID last;
  private int count;
  private long sum;

  /**
   * An empty one.
   *
   * @param fromBeginning whether it has the first messages of the room
   * @param after the message that it begins after; null: it begins with its own first
   */
  Stretch(String who, String room, boolean fromBeginning, @Nullable UUID after, long line) {
    this.who = who;
    this.room = room;
    this.fromBeginning = fromBeginning;
    this.after = after;
    this.fromLine = line;
    this.toLine = line;
  }

  String who() {
    return who;
  }

  String room() {
    return room;
  }

  long fromLine() {
    return fromLine;
  }

  long toLine() {
    return toLine;
  }

  int count() {
    return count;
  }

  long sum() {
    return sum;
  }

  void add(UUID id, long line) {
    if (first == null || Ids.isAfter(first, id)) {
      first = id;
    }
    if (last == null || Ids.isAfter(id, last)) {
      last = id;
    }
    count++;
    sum += Ids.hash(id);
    toLine = line;
  }

  /** Where it begins in a room's rows. */
  int from(RoomRows rows) {
    if (fromBeginning) {
      return 0;
    }
    return after != null ? rows.indexAfter(after) : first == null ? 0 : rows.indexOf(first);
  }

  /** Where it ends, exclusive. */
  int to(RoomRows rows) {
    return last == null ? from(rows) : Math.max(from(rows), rows.indexAfter(last));
  }
}
