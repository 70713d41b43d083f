package ceres.chat.core;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Port: the durable, ordered log of all messages.
 *
 * <p>Thread-safe. No method blocks the caller.
 */
public interface MessageLog {

  /**
   * Stores a message. The outcome is told exactly once, on a thread of the log's, but for a message
   * that is {@link Doubtful} before. Outcomes are told one after the other and, within a room,
   * {@link Saved} ones in the order of {@link Message#ROOM_ORDER}; a later message of a room
   * becomes visible to {@link #latest} only after every earlier one did.
   *
   * @param draft what to store
   * @param outcome told after the commit; must return quickly and not throw
   */
  void append(Draft draft, Consumer<Outcome> outcome);

  /**
   * The newest messages of a room, oldest first, as one consistent read that began after this call.
   *
   * @param limit at most this many
   * @return the messages, or a failure with {@link ChatException} of {@link ErrorCode#INTERNAL}
   */
  CompletionStage<List<Message>> latest(String roomId, int limit);

  /**
   * A page of a room, oldest first.
   *
   * @param before only messages earlier than this one; null: no bound
   * @param after only messages later than this one; null: no bound. With {@code after} and without
   *     {@code before} the page begins at the oldest of them, otherwise it ends at the newest
   * @param limit 1 to 100
   * @return the page, or a failure with {@link ChatException}: {@link ErrorCode#INVALID_PAYLOAD}
   *     where a bound is no message of this room, {@link ErrorCode#INTERNAL} where the read failed
   */
  CompletionStage<Page> page(String roomId, @Nullable UUID before, @Nullable UUID after, int limit);

  /**
   * A page of history.
   *
   * @param messages oldest first
   * @param hasMore whether there are more in the direction of reading, within the bounds
   */
  record Page(List<Message> messages, boolean hasMore) {}

  /** What became of an append. */
  sealed interface Outcome {}

  /**
   * Committed, and first told now: to be broadcast.
   *
   * @param message as stored
   */
  record Saved(Message message) implements Outcome {}

  /**
   * The author's {@code clientId} was used before; nothing was stored.
   *
   * @param first the message that was stored then
   */
  record Duplicate(Message first) implements Outcome {}

  /** Not stored. */
  record NotSaved() implements Outcome {}

  /**
   * Its time is over, and nobody can know yet whether it was stored: its sender is to be told that
   * it was not. When that is known, {@link Saved} or {@link NotSaved} is told, once, and before
   * anything later of its room is stored.
   */
  record Doubtful() implements Outcome {}
}
