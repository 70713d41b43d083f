package ceres.testing.soak.check;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What one person has seen of one room. Confined to its {@link Checker}. */
final class View {
  private final String who;
  private final String room;
  private final List<Stretch> stretches = new ArrayList<>();
  private @Nullable Stretch stay;
  private @Nullable UUID highest;

  View(String who, String room) {
    this.who = who;
    this.room = room;
  }

  String who() {
    return who;
  }

  String room() {
    return room;
  }

  /** All that was got as a whole, in the order in which that began. */
  List<Stretch> stretches() {
    return stretches;
  }

  /** What is got now; null while the person is not in the room. */
  @Nullable Stretch stay() {
    return stay;
  }

  /** The newest message that came live, or by the history of a join. */
  @Nullable UUID highest() {
    return highest;
  }

  /** The person is in the room, and is about to be shown its history. */
  Stretch begin(boolean fromBeginning, long line) {
    Stretch begun = new Stretch(who, room, fromBeginning, null, line);
    stay = begun;
    stretches.add(begun);
    return begun;
  }

  /** Something came live, or by the history of a join; false if it is not newer than all before. */
  boolean see(UUID id) {
    boolean isNewer = highest == null || Ids.isAfter(id, highest);
    highest = isNewer ? id : highest;
    return isNewer;
  }

  /** The person is in the room no more. */
  void end() {
    stay = null;
  }
}
