package ceres.chat.core;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The messages that a room was told while a join reads the history: what the read may have missed.
 * Only the newest {@code limit} are kept, since a history shows no more.
 *
 * <p>Guarded by the room's monitor.
 */
final class Tail {
  private final int limit;
  private final Deque<Message> messages = new ArrayDeque<>();
  private int readers;

  /**
   * An empty tail.
   *
   * @param limit how many messages a history shows
   */
  Tail(int limit) {
    this.limit = limit;
  }

  /** A join is about to read. */
  void open() {
    readers++;
  }

  /** That join is over. The last one takes the tail with it. */
  void close() {
    readers--;
    if (readers == 0) {
      messages.clear();
    }
  }

  /** Whether any join is reading. */
  boolean isOpen() {
    return readers > 0;
  }

  /** How many messages are kept. */
  int size() {
    return messages.size();
  }

  /** The room is told a message. */
  void add(Message message) {
    if (!isOpen()) {
      return;
    }
    if (messages.size() == limit) {
      messages.removeFirst();
    }
    messages.addLast(message);
  }

  /**
   * A history with all that was told since it was read.
   *
   * @param read oldest first
   * @return the newest {@code limit} of both, each once, in the room's order
   */
  List<Message> completing(List<Message> read) {
    Map<UUID, Message> all = new LinkedHashMap<>();
    read.forEach(message -> all.put(message.id(), message));
    messages.forEach(message -> all.putIfAbsent(message.id(), message));
    return all.values().stream()
        .sorted(Message.ROOM_ORDER)
        .skip(Math.max(0, all.size() - limit))
        .toList();
  }
}
