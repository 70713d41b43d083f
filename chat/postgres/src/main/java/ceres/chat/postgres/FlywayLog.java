package ceres.chat.postgres;

import org.flywaydb.core.api.logging.Log;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps Flyway quiet: what it would tell everyone on every start is for debugging, and its errors
 * are thrown anyway. Immutable.
 */
final class FlywayLog implements Log {
  private final Logger log;

  FlywayLog(Class<?> owner) {
    log = LoggerFactory.getLogger(owner);
  }

  @Override
  public void debug(String message) {
    log.trace(message);
  }

  @Override
  public void info(String message) {
    log.debug(message);
  }

  @Override
  public void notice(String message) {
    log.debug(message);
  }

  @Override
  public void warn(String message) {
    log.debug(message);
  }

  @Override
  public void error(String message) {
    log.debug(message);
  }

  @Override
  public void error(String message, Exception e) {
    log.debug(message, e);
  }
}
