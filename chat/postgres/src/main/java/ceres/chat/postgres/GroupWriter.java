package ceres.chat.postgres;

import ceres.chat.core.MessageLog.NotSaved;
import ceres.chat.core.MessageLog.Outcome;
import ceres.chat.postgres.Pending.Row;
import ceres.chat.postgres.Teller.Told;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The group commit. Takes all that waits, writes it as one group, and takes again: what finds the
 * log idle is written at once, what comes while a group is written goes together into the next.
 * There is no timer.
 *
 * <p>A group whose outcome is unknown, or that failed through no fault of its rows, is written
 * again with the same ids and times, until its messages run out of time, each at its own deadline.
 * A group that the database refuses is halved until only the guilty rows fail.
 *
 * <p>Confined to the thread that runs it.
 */
final class GroupWriter implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(GroupWriter.class);

  /** Only a safety: a group is what waits. */
  static final int MAX_GROUP = 1_000;

  /** So many are told sooner than another thread is woken to tell them. */
  private static final int FEW = 4;

  private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(500);

  private final WriteQueue queue;
  private final Teller teller;
  private final MessageClock clock;
  private final WriterSession session;
  private final LogObserver observer;
  private final long saveNanos;
  private final long attemptNanos;
  private boolean away;
  private volatile boolean giveUp;

  GroupWriter(
      WriteQueue queue,
      Teller teller,
      MessageClock clock,
      DatabaseConfig config,
      LogObserver observer) {
    this.queue = queue;
    this.teller = teller;
    this.clock = clock;
    this.observer = observer;
    saveNanos = config.saveWithin().toNanos();
    attemptNanos = Math.min(TimeUnit.SECONDS.toNanos(4), saveNanos * 2 / 5);
    session = new WriterSession(config.address(), attemptNanos, saveNanos);
  }

  @Override
  public void run() {
    try {
      for (List<Pending> group = queue.take(MAX_GROUP);
          !group.isEmpty();
          group = queue.take(MAX_GROUP)) {
        write(group.stream().map(pending -> new Row(pending, clock.next())).toList(), true);
      }
    } catch (InterruptedException e) {
      LOG.debug("The writer of messages was interrupted", e);
    } finally {
      session.close();
    }
  }

  /** From now on what is not stored by the attempt under way is given up. */
  void giveUp() {
    giveUp = true;
  }

  private void write(List<Row> group, boolean isNew) {
    boolean first = isNew;
    long pause = FIRST_PAUSE;
    List<Row> rows = unexpired(group);
    while (!rows.isEmpty()) {
      Fault fault;
      try {
        tell(rows, store(rows, first));
        noteBack();
        return;
      } catch (SQLException e) {
        fault = Fault.of(e);
        note(fault, rows.size(), e);
      } catch (RuntimeException | Error e) {
        LOG.error("Writing messages failed unexpectedly", e);
        fault = Fault.REFUSED;
        session.lose();
      }
      first = false;
      if (fault == Fault.LOST) {
        session.lose();
      } else if (fault == Fault.REFUSED || (fault == Fault.BLOCKED && isHalfOver(rows))) {
        divide(rows);
        return;
      }
      LockSupport.parkNanos(pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE);
      rows = unexpired(rows);
    }
  }

  private List<Outcome> store(List<Row> rows, boolean isNew) throws SQLException {
    Connection connection = session.connection(attempt(rows));
    long began = System.nanoTime();
    List<Outcome> outcomes = MessageTable.store(connection, rows, isNew);
    observer.groupStored(rows.size(), System.nanoTime() - began);
    return outcomes;
  }

  private void divide(List<Row> rows) {
    if (rows.size() == 1) {
      notSaved(rows);
      return;
    }
    int half = rows.size() / 2;
    write(rows.subList(0, half), false);
    write(rows.subList(half, rows.size()), false);
  }

  /** Drops, and tells, what has run out of time. The oldest come first. */
  private List<Row> unexpired(List<Row> rows) {
    int expired = 0;
    while (expired < rows.size() && (giveUp || rows.get(expired).pending().remaining() <= 0)) {
      expired++;
    }
    if (expired > 0) {
      notSaved(rows.subList(0, expired));
    }
    return rows.subList(expired, rows.size());
  }

  /**
   * How long the next attempt may take: near its deadline, a message need not wait for all of it.
   */
  private long attempt(List<Row> rows) {
    long shortest = Math.min(TimeUnit.SECONDS.toNanos(1), attemptNanos);
    long left = rows.getFirst().pending().remaining();
    return Math.clamp(left, shortest, attemptNanos);
  }

  private boolean isHalfOver(List<Row> rows) {
    return rows.getFirst().pending().remaining() < saveNanos / 2;
  }

  private void notSaved(List<Row> rows) {
    tell(rows, rows.stream().<Outcome>map(row -> new NotSaved()).toList());
  }

  private void tell(List<Row> rows, List<Outcome> outcomes) {
    List<Told> told = new ArrayList<>(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      told.add(new Told(rows.get(i).pending(), outcomes.get(i)));
    }
    if (told.size() <= FEW && queue.isIdle()) {
      teller.tellHere(told);
    } else {
      teller.tell(told);
    }
  }

  private void note(Fault fault, int rows, SQLException e) {
    if (fault == Fault.REFUSED) {
      if (rows == 1) {
        LOG.warn("The database refused a message: {}", Fault.describe(e));
      }
    } else if (!away) {
      away = true;
      LOG.warn("Messages cannot be saved at the moment, trying again: {}", Fault.describe(e));
    }
  }

  private void noteBack() {
    if (away) {
      away = false;
      LOG.info("Messages can be saved again");
    }
  }
}
