package ceres.engineio.server;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.function.Function;

/**
 * What happens to the sessions of one event loop, counted.
 *
 * <p>Changed on the loop only; thread-safe to read.
 */
final class LoopCounts {
  private final Map<TransportName, LoopCount> opened = counts(TransportName.class);
  private final Map<TransportName, LoopCount> ended = counts(TransportName.class);
  private final Map<CloseReason, LoopCount> closed = counts(CloseReason.class);
  private final LoopCount upgraded = new LoopCount();
  private final LoopCount packetsSent = new LoopCount();
  private final LoopCount bytesSent = new LoopCount();

  private static <K extends Enum<K>> Map<K, LoopCount> counts(Class<K> keys) {
    Map<K, LoopCount> counts = new EnumMap<>(keys);
    for (K key : EnumSet.allOf(keys)) {
      counts.put(key, new LoopCount());
    }
    return counts;
  }

  private static <K> void count(Map<K, LoopCount> counts, K key) {
    LoopCount count = counts.get(key);
    if (count != null) {
      count.add(1);
    }
  }

  /** A session was opened on a transport. */
  void opened(TransportName transport) {
    count(opened, transport);
  }

  /** A session went on from polling to WebSocket. */
  void upgraded() {
    upgraded.add(1);
  }

  /** A session's listener is told why it ends; returns the reason. */
  CloseReason closed(CloseReason reason) {
    count(closed, reason);
    return reason;
  }

  /** A session is no more, which was on a transport then. */
  void ended(TransportName transport) {
    count(ended, transport);
  }

  /** Packets were handed to a transport. */
  void sent(int packets, long bytes) {
    packetsSent.add(packets);
    bytesSent.add(bytes);
  }

  /** How many sessions a transport carries now. */
  long sessions(TransportName transport) {
    long stayed = get(opened, transport) - get(ended, transport);
    return Math.max(
        0,
        switch (transport) {
          case POLLING -> stayed - upgraded.get();
          case WEBSOCKET -> stayed + upgraded.get();
        });
  }

  long openedSessions() {
    return opened.values().stream().mapToLong(LoopCount::get).sum();
  }

  long closedSessions(CloseReason reason) {
    return get(closed, reason);
  }

  long upgradedSessions() {
    return upgraded.get();
  }

  long packetsSent() {
    return packetsSent.get();
  }

  long bytesSent() {
    return bytesSent.get();
  }

  private static <K> long get(Map<K, LoopCount> counts, K key) {
    LoopCount count = counts.get(key);
    return count == null ? 0 : count.get();
  }

  /** By each key, the sum over some loops. */
  static <K extends Enum<K>> Map<K, Long> byKey(Class<K> keys, Function<K, Long> sum) {
    Map<K, Long> all = new EnumMap<>(keys);
    for (K key : EnumSet.allOf(keys)) {
      all.put(key, sum.apply(key));
    }
    return Collections.unmodifiableMap(all);
  }
}
