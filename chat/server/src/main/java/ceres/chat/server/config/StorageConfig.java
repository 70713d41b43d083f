package ceres.chat.server.config;

import ceres.chat.postgres.DatabaseAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where everything is kept.
 *
 * @param databaseAddress the database to use; null: the embedded one
 * @param dataDirectory absolute; of the embedded database and of a secret that is kept
 * @param pool connections to the database
 * @param saveTimeout how long a message is tried to be saved
 * @param readTimeout how long the database may take to answer all else
 */
public record StorageConfig(
    @Nullable DatabaseAddress databaseAddress,
    Path dataDirectory,
    int pool,
    Duration saveTimeout,
    Duration readTimeout) {

  /** Whether the embedded database is used. */
  public boolean isEmbedded() {
    return databaseAddress == null;
  }
}
