package ceres.chat.core;

/** Whether a string is a sequence of characters that UTF-8 can carry. Pure. */
final class Surrogates {
  private Surrogates() {}

  /** Whether every surrogate of the text is one of a pair, high before low. */
  static boolean areAllPaired(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        boolean pair =
            i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
        if (!pair) {
          return false;
        }
        i++;
      }
    }
    return true;
  }
}
