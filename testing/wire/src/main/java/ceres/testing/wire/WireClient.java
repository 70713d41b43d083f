package ceres.testing.wire;

import java.io.IOException;

/**
 * A client of one session, by either transport: packets are written as polling writes them, for
 * example {@code 4text}, or {@code bAQID} for bytes. One thread at a time may send, and one
 * receive.
 */
public interface WireClient extends AutoCloseable {
  /** What {@link #next} returns when the session is over. */
  String END = "end";

  /** The OPEN packet that it began with. */
  String open();

  /** The session id. */
  default String sid() {
    return Endpoint.sidOf(open());
  }

  /**
   * Sends packets in one write: one POST, whose answer is awaited and not looked at, or frames
   * behind each other. What cannot be sent, because the server has gone, is lost; {@link #next}
   * will tell.
   */
  void send(String... packets) throws IOException;

  /** Whether something could not be sent: what is heard from then on may not be all there is. */
  boolean isBroken();

  /** The next packet but NOOPs; waits for it. {@link #END} when the session is over. */
  String next() throws IOException;

  /** The next packet but NOOPs and PINGs, which it answers. */
  default String nextAnsweringPings() throws IOException {
    while (true) {
      String packet = next();
      if (!packet.equals("2")) {
        return packet;
      }
      send("3");
    }
  }

  /** Drops the connection that it receives by, without a word. */
  void drop() throws IOException;

  /** Closes its connections; says nothing to the server. */
  @Override
  void close() throws IOException;
}
