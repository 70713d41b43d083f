package ceres.chat.server.gateway;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A connection as an operator sees it.
 *
 * @param id of its socket
 * @param userId whose it is
 * @param userName how the chat shows them
 * @param address where it comes from
 * @param connectedAt since when it is there
 * @param rooms in which it is, sorted
 */
public record ConnectionView(
    String id,
    UUID userId,
    String userName,
    String address,
    Instant connectedAt,
    List<String> rooms) {

  /** Copies the rooms. */
  public ConnectionView {
    rooms = List.copyOf(rooms);
  }
}
