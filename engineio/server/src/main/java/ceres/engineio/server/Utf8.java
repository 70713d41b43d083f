package ceres.engineio.server;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * UTF-8 that is checked (RFC 3629): what is none is no text. A check may go on from one piece to
 * the next; its state is an {@code int}, how many bytes of a character are still to come and which
 * ones may come next.
 */
final class Utf8 {
  /** Between two characters. */
  static final int BETWEEN = 0;

  private static final int REPLACEMENT = 0xFFFD;

  private Utf8() {}

  /**
   * The text of bytes.
   *
   * @throws FrameViolation if they are none
   */
  static String decode(byte[] bytes, int length) {
    String text = new String(bytes, 0, length, UTF_8);
    // What is malformed has become this, but this may have been there as well.
    if (text.indexOf(REPLACEMENT) >= 0 && check(BETWEEN, bytes, 0, length) != BETWEEN) {
      throw noUtf8();
    }
    return text;
  }

  /**
   * Checks a piece of a text.
   *
   * @param state after the piece before, {@link #BETWEEN} at first
   * @return the state after this one; at the end of the text it has to be {@link #BETWEEN}
   * @throws FrameViolation for a byte that cannot be there
   */
  static int check(int state, byte[] bytes, int from, int to) {
    int now = state;
    for (int i = from; i < to; i++) {
      now = next(now, bytes[i] & 0xff);
    }
    return now;
  }

  static FrameViolation noUtf8() {
    return FrameViolation.payload("text that is not UTF-8");
  }

  private static int next(int state, int octet) {
    if (state != BETWEEN) {
      if (octet < ((state >> 8) & 0xff) || octet > (state & 0xff)) {
        throw noUtf8();
      }
      int left = (state >> 16) - 1;
      return left == 0 ? BETWEEN : expect(left, 0x80, 0xbf);
    }
    if (octet < 0x80) {
      return BETWEEN;
    }
    // RFC 3629, section 4: nothing longer than needed, no surrogates, nothing above U+10FFFF.
    return switch (octet) {
      case 0xe0 -> expect(2, 0xa0, 0xbf);
      case 0xed -> expect(2, 0x80, 0x9f);
      case 0xf0 -> expect(3, 0x90, 0xbf);
      case 0xf4 -> expect(3, 0x80, 0x8f);
      default -> {
        if (octet >= 0xc2 && octet <= 0xdf) {
          yield expect(1, 0x80, 0xbf);
        } else if (octet >= 0xe1 && octet <= 0xef) {
          yield expect(2, 0x80, 0xbf);
        } else if (octet >= 0xf1 && octet <= 0xf3) {
          yield expect(3, 0x80, 0xbf);
        }
        throw noUtf8();
      }
    };
  }

  private static int expect(int left, int least, int most) {
    return (left << 16) | (least << 8) | most;
  }
}
