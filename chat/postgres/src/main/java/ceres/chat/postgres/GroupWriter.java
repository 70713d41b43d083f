package ceres.chat.postgres;

import ceres.chat.core.MessageLog.Doubtful;
import ceres.chat.core.MessageLog.NotSaved;
import ceres.chat.core.MessageLog.Outcome;
import ceres.chat.postgres.Pending.Row;
import ceres.chat.postgres.Teller.Told;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
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
 * A group that the database refuses is halved until only the guilty rows fail. What is still
 * unknown when the time is over is settled before anything else is written ({@link Doubts}).
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

  /** How often the database is looked at while it fails and there is nothing to write. */
  private static final long LOOK_EVERY = TimeUnit.SECONDS.toNanos(1);

  private final WriteQueue queue;
  private final Teller teller;
  private final MessageClock clock;
  private final WriterSession session;
  private final LogObserver observer;
  private final long saveNanos;
  private final long attemptNanos;
  private final Doubts doubts = new Doubts();
  private final Saving saving = new Saving(System::nanoTime);
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
      for (List<Pending> group = next(); !group.isEmpty(); group = next()) {
        write(group.stream().map(pending -> new Row(pending, clock.next())).toList(), true, false);
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

  /** Whether messages can be saved, as far as the latest attempts show. Any thread may ask. */
  boolean works() {
    return saving.works();
  }

  private List<Pending> next() throws InterruptedException {
    while ((saving.isFailing() || !doubts.isEmpty()) && !queue.awaitSome(LOOK_EVERY)) {
      look();
    }
    return queue.take(MAX_GROUP);
  }

  /** Nobody sends at the moment: finds out whether the database is back, and what is in doubt. */
  private void look() {
    try {
      Connection connection = session.connection(Math.min(LOOK_EVERY, attemptNanos));
      settle(connection);
      if (saving.mayBeBelieved() && WriterSession.takesWrites(connection)) {
        noteBack();
      }
    } catch (SQLException e) {
      noteFailure(false, e);
      if (Fault.of(e) == Fault.LOST) {
        session.lose();
      }
    } catch (RuntimeException | Error e) {
      LOG.error("Looking for the database failed unexpectedly", e);
      session.lose();
    }
  }

  /**
   * Writes a group until each of its messages is told.
   *
   * @param isNew whether nobody has tried to store these rows before
   * @param wasInDoubt whether somebody has, and it is unknown what became of that
   */
  private void write(List<Row> group, boolean isNew, boolean wasInDoubt) {
    boolean first = isNew;
    boolean inDoubt = wasInDoubt;
    long pause = FIRST_PAUSE;
    List<Row> rows = unexpired(group, inDoubt);
    while (!rows.isEmpty()) {
      Fault fault;
      boolean begun = false;
      try {
        Connection connection = session.connection(attempt(rows));
        settle(connection);
        begun = true;
        tell(rows, store(connection, rows, first));
        noteBack();
        return;
      } catch (SQLException e) {
        fault = Fault.of(e);
        inDoubt |= begun && Fault.isInDoubt(e);
        note(fault, rows.size(), begun, e);
      } catch (RuntimeException | Error e) {
        LOG.error("Writing messages failed unexpectedly", e);
        fault = Fault.REFUSED;
        inDoubt |= begun;
        session.lose();
      }
      first = false;
      if (fault == Fault.LOST) {
        session.lose();
      } else if (fault == Fault.REFUSED || (fault == Fault.BLOCKED && isHalfOver(rows))) {
        divide(rows, inDoubt);
        return;
      }
      LockSupport.parkNanos(pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE);
      rows = unexpired(rows, inDoubt);
    }
  }

  private void settle(Connection connection) throws SQLException {
    if (!doubts.isEmpty()) {
      teller.tellSettled(doubts.settle(connection));
    }
  }

  private List<Outcome> store(Connection connection, List<Row> rows, boolean isNew)
      throws SQLException {
    long began = System.nanoTime();
    List<Outcome> outcomes = MessageTable.store(connection, rows, isNew);
    observer.groupStored(rows.size(), System.nanoTime() - began);
    return outcomes;
  }

  private void divide(List<Row> rows, boolean inDoubt) {
    if (rows.size() == 1) {
      notSaved(rows, inDoubt);
      return;
    }
    int half = rows.size() / 2;
    write(rows.subList(0, half), false, inDoubt);
    write(rows.subList(half, rows.size()), false, inDoubt);
  }

  /** Drops, and tells, what has run out of time. The oldest come first. */
  private List<Row> unexpired(List<Row> rows, boolean inDoubt) {
    int expired = 0;
    while (expired < rows.size() && (giveUp || rows.get(expired).pending().remaining() <= 0)) {
      expired++;
    }
    if (expired > 0) {
      notSaved(rows.subList(0, expired), inDoubt);
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

  private void notSaved(List<Row> rows, boolean inDoubt) {
    if (inDoubt) {
      doubts.add(rows);
    }
    Outcome outcome = inDoubt ? new Doubtful() : new NotSaved();
    tell(rows, Collections.nCopies(rows.size(), outcome));
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

  private void note(Fault fault, int rows, boolean begun, SQLException e) {
    if (fault == Fault.REFUSED) {
      if (rows == 1) {
        LOG.warn("The database refused a message: {}", Fault.describe(e));
      }
    } else {
      noteFailure(begun, e);
    }
  }

  private void noteFailure(boolean begun, SQLException e) {
    if (saving.failed(begun)) {
      LOG.warn("Messages cannot be saved at the moment, trying again: {}", Fault.describe(e));
    }
  }

  private void noteBack() {
    if (saving.recovered()) {
      LOG.info("Messages can be saved again");
    }
  }
}
