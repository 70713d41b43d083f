package ceres.chat.core;

import java.util.Set;

/**
 * Port: how events reach clients. The chat calls it under a room's lock, so an implementation must
 * not block, not call back into the chat, and must hand over in the order of the calls: for each
 * connection, what was called first arrives first, {@link #enter} and {@link #exit} included.
 *
 * <p>Thread-safe.
 */
public interface Delivery {

  /** Lets a connection receive what is sent to a room from now on. */
  void enter(String connectionId, String roomId);

  /** Ends {@link #enter}. */
  void exit(String connectionId, String roomId);

  /** Sends to one connection. */
  void toConnection(String connectionId, ChatEvent event);

  /** Sends the same to several connections, at least one. */
  void toConnections(Set<String> connectionIds, ChatEvent event);

  /** Sends to every connection that entered the event's room, with exceptions. */
  void toRoom(ChatEvent event, Set<String> exceptConnectionIds);
}
