package ceres.chat.postgres;

import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.postgresql.util.PSQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once that the database does not answer queries, and once that it does again, however many
 * are asked meanwhile.
 *
 * <p>Thread-safe by its monitor, which answers that come while all is well do not enter.
 */
final class Reading {
  private static final Logger LOG = LoggerFactory.getLogger(Reading.class);

  /** So long no query may have failed before it counts as over: some fail and others do not. */
  private static final long CALM = TimeUnit.SECONDS.toNanos(5);

  private volatile boolean failing;
  private long lastFailed;

  /** A query failed, and will not be asked again. */
  void failed(SQLException failure) {
    if (Fault.of(failure) == Fault.REFUSED) {
      LOG.warn("A query failed: {}", Fault.describe(failure));
      return;
    }
    synchronized (this) {
      lastFailed = System.nanoTime();
      if (failing) {
        return;
      }
      failing = true;
    }
    // What the pool says, and we ourselves, has no value of a row in it.
    String why = failure instanceof PSQLException ? "" : ", " + failure.getMessage();
    LOG.warn("The database does not answer at the moment: {}{}", Fault.describe(failure), why);
  }

  /** A query was answered. */
  void answered() {
    if (failing && isOver()) {
      LOG.info("The database answers again");
    }
  }

  private synchronized boolean isOver() {
    boolean over = failing && System.nanoTime() - lastFailed >= CALM;
    failing &= !over;
    return over;
  }
}
