package ceres.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Finds the WebSocket frames in what came from a server, without copying them. Immutable; what it
 * finds is handled on the caller's thread.
 *
 * @param packets takes what is in the frames
 */
record FrameReader(Packets packets) {
  private static final int FINAL = 0x80;
  private static final int RESERVED = 0x70;
  private static final int TEXT = 1;
  private static final int CLOSE = 8;
  private static final int PING = 9;

  /** Takes the packets of a connection. */
  interface Packets {
    /** A message of text, which stands in a buffer from a place to before another. */
    void text(Client client, ByteBuffer in, int from, int end, long now) throws IOException;

    /** A ping of the WebSocket. */
    void ping(Client client, byte[] payload) throws IOException;
  }

  /**
   * Hands out all frames that are complete.
   *
   * @return where the first one begins that is not
   * @throws IOException if the server closes, or sends what it must not
   */
  int read(Client client, ByteBuffer in, int from, int end, long now) throws IOException {
    int at = from;
    while (end - at >= 2 && client.state != Client.State.GONE) {
      int first = in.get(at) & 0xff;
      long length = in.get(at + 1);
      int body = at + 2;
      if (length == 126) {
        if (end - at < 4) {
          break;
        }
        length = in.getShort(at + 2) & 0xffff;
        body = at + 4;
      } else if (length == 127) {
        if (end - at < 10) {
          break;
        }
        length = in.getLong(at + 2);
        body = at + 10;
      }
      if (length < 0 || length > Integer.MAX_VALUE || (first & (FINAL | RESERVED)) != FINAL) {
        throw new IOException("a frame that is masked, a fragment or compressed");
      }
      if (length > end - body) {
        break;
      }
      at = body + (int) length;
      switch (first & 15) {
        case TEXT -> packets.text(client, in, body, at, now);
        case PING -> {
          byte[] payload = new byte[(int) length];
          in.get(body, payload);
          packets.ping(client, payload);
        }
        case CLOSE -> throw new IOException("closed by the server");
        default -> throw new IOException("a frame of an unknown kind");
      }
    }
    return at;
  }
}
