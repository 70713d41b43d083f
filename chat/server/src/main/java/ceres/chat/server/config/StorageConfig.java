package ceres.chat.server.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where everything is kept.
 *
 * @param databaseUrl the database to use; null: the embedded one
 * @param dataDirectory absolute; of the embedded database and of a secret that is kept
 * @param pool connections to the database
 */
public record StorageConfig(@Nullable DatabaseUrl databaseUrl, Path dataDirectory, int pool) {

  /** Whether the embedded database is used. */
  public boolean isEmbedded() {
    return databaseUrl == null;
  }
}
