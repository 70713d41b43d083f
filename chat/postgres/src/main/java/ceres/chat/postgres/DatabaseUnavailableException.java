package ceres.chat.postgres;

import org.jspecify.annotations.Nullable;

/**
 * The database cannot be used. The message is one sentence for the person who runs the server, and
 * never contains a password.
 */
public final class DatabaseUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DatabaseUnavailableException(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }
}
