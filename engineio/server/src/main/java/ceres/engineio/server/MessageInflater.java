package ceres.engineio.server;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompresses one message of a client that agreed to permessage-deflate (RFC 7692, section 7.2.2).
 * A message that gets too long is given up as soon as it is, however few bytes it came as.
 *
 * <p>Event-loop confined. Holds memory outside of the heap until {@link #end}.
 */
final class MessageInflater {
  private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

  private final Inflater inflater = new Inflater(true);

  /** Where what was decompressed goes. */
  @FunctionalInterface
  interface Sink {
    void write(byte[] bytes, int length);
  }

  /** Decompresses the payload of a fragment. */
  void inflate(byte[] compressed, int length, boolean last, Sink plain) {
    inflate(compressed, length, plain);
    if (last) {
      inflate(TAIL, TAIL.length, plain);
    }
  }

  private void inflate(byte[] compressed, int length, Sink plain) {
    inflater.setInput(compressed, 0, length);
    byte[] buffer = new byte[4096];
    try {
      while (true) {
        int count = inflater.inflate(buffer);
        plain.write(buffer, count);
        if (inflater.finished() && inflater.getRemaining() > 0) {
          // A block may be marked as the last one, and another stream follow (section 7.2.3.4).
          int rest = inflater.getRemaining();
          inflater.reset();
          inflater.setInput(compressed, length - rest, rest);
        } else if (count == 0) {
          return;
        }
      }
    } catch (DataFormatException e) {
      throw FrameViolation.payload("what cannot be decompressed");
    }
  }

  void end() {
    inflater.end();
  }
}
