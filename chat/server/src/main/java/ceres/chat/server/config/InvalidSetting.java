package ceres.chat.server.config;

/** A setting that is wrong, unknown or missing. Its message is one sentence for a person. */
public final class InvalidSetting extends Exception {
  private static final long serialVersionUID = 1L;

  /** With a sentence that names the setting, without secrets. */
  public InvalidSetting(String sentence) {
    super(sentence, null, false, false);
  }

  /** The sentence for a person. */
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
