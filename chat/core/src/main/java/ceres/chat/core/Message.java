package ceres.chat.core;

import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message that is stored. Its place in its room is {@code (createdAt, id)}, ids compared as
 * PostgreSQL compares them: byte by byte, unsigned.
 *
 * @param id UUID version 7 for messages that Ceres wrote; any UUID for rows that were there before
 * @param roomId the room
 * @param content the trimmed text
 * @param createdAt when it was stored, in whole milliseconds
 * @param author who wrote it
 */
public record Message(UUID id, String roomId, String content, Instant createdAt, Author author) {

  /** The order of a room: by {@code createdAt}, then by id. */
  public static final Comparator<Message> ROOM_ORDER = Comparator.comparing(Message::position);

  /** The place of this message in its room. */
  public Position position() {
    return new Position(createdAt, id);
  }

  /**
   * Who wrote a message.
   *
   * @param id the user's id
   * @param name the display name
   * @param avatar the address of a picture, or null
   */
  public record Author(UUID id, String name, @Nullable String avatar) {}

  /**
   * A place in a room's order.
   *
   * @param createdAt when the message was stored
   * @param id the message's id
   */
  public record Position(Instant createdAt, UUID id) implements Comparable<Position> {
    @Override
    public int compareTo(Position other) {
      int byTime = createdAt.compareTo(other.createdAt);
      if (byTime != 0) {
        return byTime;
      }
      int high =
          Long.compareUnsigned(id.getMostSignificantBits(), other.id.getMostSignificantBits());
      return high != 0
          ? high
          : Long.compareUnsigned(id.getLeastSignificantBits(), other.id.getLeastSignificantBits());
    }
  }
}
