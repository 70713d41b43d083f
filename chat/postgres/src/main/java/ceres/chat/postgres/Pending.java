package ceres.chat.postgres;

import ceres.chat.core.Draft;
import ceres.chat.core.Message;
import ceres.chat.core.MessageLog.Outcome;
import java.util.function.Consumer;

/**
 * A message on its way into the log. Immutable.
 *
 * @param draft what to store
 * @param outcome whom to tell
 * @param deadline the {@link System#nanoTime} after which it is given up
 */
record Pending(Draft draft, Consumer<Outcome> outcome, long deadline) {

  /** What this counts for in the bound of the queue. */
  long bytes() {
    return 300L + 2L * (draft.content().length() + draft.roomId().length());
  }

  /** Nanoseconds until this is given up; negative afterwards. */
  long remaining() {
    return deadline - System.nanoTime();
  }

  /**
   * A message with its place in the log. Immutable.
   *
   * @param pending the message on its way
   * @param stamp its id and time, the same in every attempt
   */
  record Row(Pending pending, MessageClock.Stamp stamp) {

    /** As it will be told once stored. */
    Message message() {
      Draft draft = pending.draft();
      Message.Author author =
          new Message.Author(draft.author().id(), draft.author().name(), draft.author().avatar());
      return new Message(stamp.id(), draft.roomId(), draft.content(), stamp.createdAt(), author);
    }
  }
}
