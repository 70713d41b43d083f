package ceres.engineio.server;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A message that is not one plain frame: what has come of its fragments, decompressed, and checked
 * to be UTF-8 so far if it is text.
 *
 * <p>Event-loop confined; to be {@linkplain #end ended}.
 */
final class UnfinishedMessage {
  private final boolean text;
  private final int maxPayload;
  private final @Nullable MessageInflater inflater;
  private byte[] bytes = new byte[256];
  private int length;
  private int utf8 = Utf8.BETWEEN;

  UnfinishedMessage(boolean text, boolean compressed, int maxPayload) {
    this.text = text;
    this.maxPayload = maxPayload;
    this.inflater = compressed ? new MessageInflater() : null;
  }

  boolean isText() {
    return text;
  }

  /** Adds the payload of the next fragment. */
  void add(byte[] payload, int size, boolean last) {
    if (inflater == null) {
      append(payload, size);
    } else {
      inflater.inflate(payload, size, last, this::append);
    }
    if (last && utf8 != Utf8.BETWEEN) {
      throw Utf8.noUtf8();
    }
  }

  private void append(byte[] more, int size) {
    if (size > maxPayload - length) {
      throw FrameViolation.tooBig();
    }
    if (text) {
      utf8 = Utf8.check(utf8, more, 0, size);
    }
    if (size > bytes.length - length) {
      bytes =
          Arrays.copyOf(bytes, Math.max(length + size, (int) Math.min(2L * length, maxPayload)));
    }
    System.arraycopy(more, 0, bytes, length, size);
    length += size;
  }

  /** The whole message. */
  String text() {
    return Utf8.decode(bytes, length);
  }

  /** The whole message. */
  byte[] bytes() {
    return Arrays.copyOf(bytes, length);
  }

  int length() {
    return length;
  }

  void end() {
    if (inflater != null) {
      inflater.end();
    }
  }
}
