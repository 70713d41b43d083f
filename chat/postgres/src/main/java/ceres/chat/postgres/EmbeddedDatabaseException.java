package ceres.chat.postgres;

import org.jspecify.annotations.Nullable;

/**
 * The embedded database cannot run. The message is one sentence for the person who runs the server,
 * or two.
 */
public final class EmbeddedDatabaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EmbeddedDatabaseException(String sentence) {
    this(sentence, null);
  }

  EmbeddedDatabaseException(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }
}
