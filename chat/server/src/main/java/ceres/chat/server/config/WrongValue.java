package ceres.chat.server.config;

/** What a value would have to be, as the rest of a sentence: "must be a whole number". */
final class WrongValue extends Exception {
  private static final long serialVersionUID = 1L;

  WrongValue(String requirement) {
    super(requirement, null, false, false);
  }

  String requirement() {
    return String.valueOf(getMessage());
  }
}
