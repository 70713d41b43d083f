package ceres.testing.soak.people;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What somebody has said and was not answered yet, in its order; and what was refused, and is to be
 * said again. Guarded by the person's monitor.
 */
final class Sayings {
  private final Map<String, Saying> unanswered = new LinkedHashMap<>();
  private final Map<String, Long> saidAt = new HashMap<>();
  private final List<Saying> refused = new ArrayList<>();

  /** Something is said, for the first time or again. */
  void said(Saying saying, long at) {
    unanswered.put(saying.text(), saying);
    saidAt.put(saying.text(), at);
  }

  /** It is answered; returns how long that took. */
  long answered(Saying saying, long at) {
    unanswered.remove(saying.text());
    Long before = saidAt.remove(saying.text());
    return before == null ? 0 : at - before;
  }

  /** It is to be said again. */
  void refused(Saying saying) {
    refused.add(saying);
  }

  /** What was refused and is to be said again; from now on it counts as said. */
  List<Saying> takeRefused() {
    List<Saying> all = List.copyOf(refused);
    refused.clear();
    all.forEach(saying -> unanswered.put(saying.text(), saying));
    return all;
  }

  boolean hasRefused() {
    return !refused.isEmpty();
  }

  List<Saying> unanswered() {
    return List.copyOf(unanswered.values());
  }

  boolean isEmpty() {
    return unanswered.isEmpty() && refused.isEmpty();
  }

  /** Whether something said in a room is not answered. */
  boolean isWaitingIn(String room) {
    return unanswered.values().stream().anyMatch(saying -> saying.room().equals(room));
  }

  /** Whether something was said before a time, and is not answered. */
  boolean isWaitingSince(long time) {
    return saidAt.values().stream().anyMatch(at -> at < time);
  }
}
