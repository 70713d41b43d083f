package ceres.testing.soak.ledger;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened. A person is known by a name without spaces; what they say is that name
 * and a number, for example {@code p3 17}, which nobody else says, and nobody twice. Immutable.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "what")
@JsonSubTypes({
  @JsonSubTypes.Type(name = "sent", value = Entry.Sent.class),
  @JsonSubTypes.Type(name = "acknowledged", value = Entry.Acknowledged.class),
  @JsonSubTypes.Type(name = "refused", value = Entry.Refused.class),
  @JsonSubTypes.Type(name = "connected", value = Entry.Connected.class),
  @JsonSubTypes.Type(name = "lost", value = Entry.Lost.class),
  @JsonSubTypes.Type(name = "joined", value = Entry.Joined.class),
  @JsonSubTypes.Type(name = "left", value = Entry.Left.class),
  @JsonSubTypes.Type(name = "live", value = Entry.Live.class),
  @JsonSubTypes.Type(name = "page", value = Entry.Page.class),
  @JsonSubTypes.Type(name = "fault", value = Entry.Fault.class),
  @JsonSubTypes.Type(name = "calm", value = Entry.Calm.class),
  @JsonSubTypes.Type(name = "row", value = Entry.Row.class),
})
public sealed interface Entry {
  /** When, in milliseconds since the beginning of the run. */
  long at();

  /** Whose doing or hearing it is; null: nobody's. */
  default @Nullable String who() {
    return null;
  }

  /**
   * Somebody is about to send a message, for the first time or again.
   *
   * @param text the content
   * @param clientId the same each time
   */
  record Sent(long at, String who, String room, String text, UUID clientId) implements Entry {}

  /** A send was answered with the message as it is stored. */
  record Acknowledged(long at, String who, String text, UUID id) implements Entry {}

  /** A send was answered with an error. */
  record Refused(long at, String who, String text, String code) implements Entry {}

  /**
   * Somebody is let in.
   *
   * @param recovered whether they are in their rooms again, and what they missed follows
   */
  record Connected(long at, String who, String transport, boolean recovered) implements Entry {}

  /** Somebody has lost their connection, or given it up. */
  record Lost(long at, String who, String why) implements Entry {}

  /**
   * Somebody is in a room, and was shown its history.
   *
   * @param messages those of {@code room_history}, in their order
   */
  record Joined(long at, String who, String room, List<Told> messages) implements Entry {}

  /** Somebody is told that they have left a room. */
  record Left(long at, String who, String room) implements Entry {}

  /** Somebody got {@code new_message}. */
  record Live(long at, String who, String room, UUID id, String text) implements Entry {}

  /**
   * Somebody read a page of the history.
   *
   * @param after what was asked for; null: the newest, or those before {@code before}
   * @param before the same
   */
  record Page(
      long at,
      String who,
      String room,
      @Nullable UUID after,
      @Nullable UUID before,
      List<Told> messages,
      boolean hasMore)
      implements Entry {}

  /**
   * Something is done to the world, or undone.
   *
   * @param text what, for people
   */
  record Fault(long at, String text) implements Entry {}

  /**
   * All faults are over, and there was time for everybody to come back and to hear everything.
   *
   * @param absent who did not come back
   */
  record Calm(long at, List<String> absent) implements Entry {}

  /**
   * A row of the store. They come at the end, those of a room together, by {@code createdAt} and
   * id.
   *
   * @param user its author's id
   */
  record Row(long at, String room, UUID id, UUID user, String text) implements Entry {}
}
