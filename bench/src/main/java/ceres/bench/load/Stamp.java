package ceres.bench.load;

import java.nio.ByteBuffer;

/**
 * What a message says of itself in its content: its room, its number there, its sender, and when it
 * was <em>due</em> (not when it left: so a stall shows as latency, and not as fewer messages).
 *
 * <p>{@code ~rrrrrrrrnnnnnnnnssssssssdddddddddddddddd~}, in digits of base 16 written as {@code @}
 * to {@code O}: their lowest four bits are their values, which makes reading cheap, and no JSON
 * writer escapes them.
 */
final class Stamp {
  static final int LENGTH = 42;
  private static final byte MARK = '~';
  private static final int ROOM = 1;
  private static final int NUMBER = 9;
  private static final int SENDER = 17;
  private static final int DUE = 25;
  private static final int END = 41;

  private Stamp() {}

  static void write(byte[] to, int at, int room, int number, int sender, long due) {
    to[at] = MARK;
    writeWord(to, at + ROOM, room);
    writeWord(to, at + NUMBER, number);
    writeWord(to, at + SENDER, sender);
    writeWord(to, at + DUE, (int) (due >>> 32));
    writeWord(to, at + DUE + 8, (int) due);
    to[at + END] = MARK;
  }

  /** Whether one may stand there. */
  static boolean isAt(ByteBuffer in, int at, int end) {
    return at >= 0 && at + LENGTH <= end && in.get(at) == MARK && in.get(at + END) == MARK;
  }

  /** Where the first one begins, or -1. */
  static int find(ByteBuffer in, int from, int end) {
    for (int at = from; at + LENGTH <= end; at++) {
      if (isAt(in, at, end)) {
        return at;
      }
    }
    return -1;
  }

  static int room(ByteBuffer in, int at) {
    return word(in, at + ROOM);
  }

  static int number(ByteBuffer in, int at) {
    return word(in, at + NUMBER);
  }

  static int sender(ByteBuffer in, int at) {
    return word(in, at + SENDER);
  }

  static long due(ByteBuffer in, int at) {
    return (long) word(in, at + DUE) << 32 | (word(in, at + DUE + 8) & 0xffff_ffffL);
  }

  private static void writeWord(byte[] to, int at, int word) {
    for (int i = 0; i < 8; i++) {
      to[at + i] = (byte) ('@' | (word >>> (28 - 4 * i) & 15));
    }
  }

  /** Eight digits at once: what their low bits are is pushed together in three steps. */
  private static int word(ByteBuffer in, int at) {
    long digits = in.getLong(at) & 0x0f0f0f0f0f0f0f0fL;
    digits = (digits | digits >>> 4) & 0x00ff00ff00ff00ffL;
    digits = (digits | digits >>> 8) & 0x0000ffff0000ffffL;
    return (int) (digits | digits >>> 16);
  }
}
