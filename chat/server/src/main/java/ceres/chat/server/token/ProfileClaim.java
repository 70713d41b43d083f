package ceres.chat.server.token;

import org.jspecify.annotations.Nullable;

/** The claims that describe a person, each with the most characters it may have. */
enum ProfileClaim {
  /** RFC 5321 §4.5.3.1 allows 64 + 1 + 255. */
  EMAIL(320),
  NAME(200),
  AVATAR(2048);

  private final int longest;

  ProfileClaim(int longest) {
    this.longest = longest;
  }

  /** The claim's text without white space around it, or null if it is none that could be shown. */
  @Nullable String in(@Nullable Object value) {
    if (!(value instanceof String text)) {
      return null;
    }
    String stripped = text.strip();
    boolean fits = !stripped.isEmpty() && stripped.length() <= longest && isClean(stripped);
    return fits ? stripped : null;
  }

  /** Whether a text has neither control characters (U+0000 among them) nor lone surrogates. */
  static boolean isClean(String text) {
    int c;
    for (int i = 0; i < text.length(); i += Character.charCount(c)) {
      c = text.codePointAt(i);
      if (Character.isISOControl(c) || isSurrogate(c)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
