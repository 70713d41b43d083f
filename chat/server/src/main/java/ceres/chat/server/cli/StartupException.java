package ceres.chat.server.cli;

/** The server could not start. Its message is one sentence for a person, without secrets. */
public final class StartupException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With a sentence that says what to do about it. */
  public StartupException(String sentence) {
    super(sentence);
  }

  /** With a sentence, and the cause for the log at level debug. */
  public StartupException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
