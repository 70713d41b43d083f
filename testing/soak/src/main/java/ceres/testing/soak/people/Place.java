package ceres.testing.soak.people;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A room, as one person knows it. Guarded by the person's monitor. */
final class Place {
  private @Nullable UUID complete;
  private @Nullable UUID newest;
  private boolean inside;
  private boolean whole;

  /** Up to which message nothing is missing; null: none is known yet. */
  @Nullable UUID complete() {
    return complete;
  }

  /** The newest message that is known; null: none. */
  @Nullable UUID newest() {
    return newest;
  }

  /** Whether the person is in the room, and nothing is missing. */
  boolean isWhole() {
    return inside && whole;
  }

  /** They are in the room, and are shown this history: there may be a gap before it. */
  void enter(List<UUID> history) {
    boolean first = newest == null;
    inside = true;
    history.forEach(this::saw);
    if (first) {
      setWhole();
    }
  }

  /** They are in the room no more. */
  void exit() {
    inside = false;
    whole = false;
  }

  /** A live message is here. */
  void saw(UUID id) {
    if (newest == null || newest.toString().compareTo(id.toString()) < 0) {
      newest = id;
    }
    if (isWhole()) {
      complete = newest;
    }
  }

  /** A page from where nothing was missing is here. */
  void completeUpTo(UUID id) {
    complete = id;
    saw(id);
  }

  /** It is not known up to where nothing is missing. */
  void forgetWhatIsComplete() {
    complete = null;
  }

  /** Nothing is missing any more. */
  void setWhole() {
    whole = true;
    complete = newest;
  }
}
