package ceres.chat.core;

/**
 * What may be the text of a message: trimmed as ECMAScript's {@code String.prototype.trim} does,
 * then 1 to 1,000 code points, without U+0000 and unpaired surrogates. Nothing else is changed.
 * Pure.
 */
final class Content {
  private static final int MAX_CODE_POINTS = 1_000;

  private Content() {}

  /**
   * The text as it is stored.
   *
   * @throws ChatException {@link ErrorCode#EMPTY_MESSAGE}, {@link ErrorCode#MESSAGE_TOO_LONG} or
   *     {@link ErrorCode#INVALID_MESSAGE}, the first that holds
   */
  static String trimmed(String raw) {
    String text = trim(raw);
    if (text.isEmpty()) {
      throw new ChatException(ErrorCode.EMPTY_MESSAGE);
    }
    if (text.length() > 2 * MAX_CODE_POINTS
        || text.codePointCount(0, text.length()) > MAX_CODE_POINTS) {
      throw new ChatException(ErrorCode.MESSAGE_TOO_LONG);
    }
    if (text.indexOf('\0') >= 0 || !Surrogates.areAllPaired(text)) {
      throw new ChatException(ErrorCode.INVALID_MESSAGE);
    }
    return text;
  }

  private static String trim(String raw) {
    int start = 0;
    int end = raw.length();
    while (start < end && isSpace(raw.charAt(start))) {
      start++;
    }
    while (start < end && isSpace(raw.charAt(end - 1))) {
      end--;
    }
    return raw.substring(start, end);
  }

  /** ECMAScript's WhiteSpace and LineTerminator. */
  private static boolean isSpace(char c) {
    return switch (c) {
      case '\t', '\n', 0x0B, '\f', '\r', ' ' -> true;
      case 0x00A0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF -> true;
      default -> c >= 0x2000 && c <= 0x200A;
    };
  }
}
