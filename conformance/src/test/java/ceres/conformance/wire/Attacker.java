package ceres.conformance.wire;

import java.util.Map;

/** An Engine.IO session of which every packet is the test's own. */
interface Attacker extends AutoCloseable {
  /** What {@link #next} returns when the session is over. */
  String END = "end";

  /** The two ways to attack. */
  enum Transport {
    POLLING,
    WEBSOCKET;

    Attacker open(Opening opening) {
      return switch (this) {
        case POLLING -> new PollingAttacker(opening);
        case WEBSOCKET -> new WebSocketAttacker(opening);
      };
    }
  }

  /**
   * How a session is opened.
   *
   * @param query goes behind the documented query
   */
  record Opening(int port, String query, Map<String, String> headers) {}

  /**
   * Sends packets in one write: one POST, or frames behind each other.
   *
   * @param packets as in a polling payload, binary as {@code b} and Base64
   */
  void send(String... packets);

  /** The next packet but pings, or {@link #END}. */
  String next();

  @Override
  void close();
}
