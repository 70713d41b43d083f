package ceres.testing.soak.check;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A message that somebody sent, once or more often. Confined to its {@link Checker}. */
final class Sending {
  /** A server gives a message up after ten seconds; who is away then never hears of that. */
  private static final long ANSWERED_IN_TIME_MILLIS = 9_000;

  private static final long NEVER = -1;

  private final String text;
  private final String room;
  private final long sentAt;
  private boolean refused;
  private long acknowledgedAt = NEVER;
  private List<UUID> seen = List.of();
  private List<UUID> stored = List.of();

  Sending(String text, String room, long sentAt) {
    this.text = text;
    this.room = room;
    this.sentAt = sentAt;
  }

  String text() {
    return text;
  }

  String room() {
    return room;
  }

  void refused() {
    refused = true;
  }

  void acknowledged(long at, UUID id) {
    acknowledgedAt = acknowledgedAt == NEVER ? at : acknowledgedAt;
    sawAs(id);
  }

  /** Somebody was told that it has this id. */
  void sawAs(UUID id) {
    if (!seen.contains(id)) {
      seen = with(seen, id);
    }
  }

  /** It is stored with this id. */
  void storedAs(UUID id) {
    // The same object as before, if possible: there are very many.
    int known = seen.indexOf(id);
    stored = with(stored, known < 0 ? id : seen.get(known));
  }

  private static List<UUID> with(List<UUID> ids, UUID id) {
    if (ids.isEmpty()) {
      return List.of(id);
    }
    List<UUID> more = new ArrayList<>(ids);
    more.add(id);
    return List.copyOf(more);
  }

  boolean isAcknowledged() {
    return acknowledgedAt != NEVER;
  }

  /** The ids that it is stored with; one, if all is well. */
  List<UUID> stored() {
    return stored;
  }

  /** An id that somebody was told, and that is not stored; or null. */
  @Nullable UUID lost() {
    return seen.stream().filter(id -> !stored.contains(id)).findFirst().orElse(null);
  }

  /** Whether it must not be stored behind later messages of its sender. */
  boolean keepsItsPlace() {
    return !refused && isAcknowledged() && acknowledgedAt - sentAt < ANSWERED_IN_TIME_MILLIS;
  }
}
