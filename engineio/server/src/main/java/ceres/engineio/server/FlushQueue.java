package ceres.engineio.server;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of one loop that have something to flush. A session is here once, so that all it is
 * given until its turn leaves in one write: the busier the loop, the more packets a write carries.
 *
 * <p>The sessions that something was sent to since the loop looked here last make a round, or
 * several if there are many of them; the rounds take turns, the newest first. So a room of
 * thousands keeps neither other rooms from being written to, nor connections from being read.
 *
 * <p>Event-loop confined.
 */
final class FlushQueue {
  private static final Logger LOG = LoggerFactory.getLogger(FlushQueue.class);

  /** How many sessions are flushed before the loop looks at its connections again. */
  static final int TURN = 256;

  /**
   * How many of a round are flushed before it is the next one's turn; and before the loop looks at
   * its connections again, while too much waits for clients: no faster than {@link Backlogs} gives
   * them up, which takes its time.
   */
  static final int SLICE = Backlogs.SLICE;

  private final LoopContext loop;
  private final ArrayDeque<Round> rounds = new ArrayDeque<>();
  private @Nullable Round open;
  private @Nullable Round spare;
  private boolean scheduled;

  FlushQueue(LoopContext loop) {
    this.loop = loop;
  }

  /** Flushes a session that is not here yet, after the tasks that are queued now. */
  void add(EngineSession session) {
    if (open == null) {
      open = spare == null ? new Round() : spare;
      spare = null;
    }
    open.sessions.add(session);
    if (!scheduled) {
      scheduled = true;
      loop.eventLoop().execute(this::turn);
    }
  }

  /**
   * A task of the loop is over: whoever is sent to by the next one does not queue behind a crowd.
   */
  void taskEnds() {
    if (open != null && open.sessions.size() > TURN) {
      closeRound(open);
    }
  }

  private void closeRound(Round round) {
    rounds.addFirst(round);
    open = null;
  }

  private void turn() {
    scheduled = false;
    if (open != null) {
      closeRound(open);
    }
    loop.writer().gather();
    try {
      flush(loop.backlogs().areTooMuch() ? SLICE : TURN);
    } finally {
      loop.writer().submit();
    }
    if (!rounds.isEmpty() && !scheduled) {
      scheduled = true;
      // A task that queues itself would leave no time for the connections.
      loop.executeNextTurn(this::turn);
    }
  }

  private void flush(int most) {
    int left = most;
    while (left > 0 && !rounds.isEmpty()) {
      Round round = rounds.remove();
      left -= round.flush(Math.min(left, SLICE));
      if (round.isOver()) {
        round.clear();
        spare = round;
      } else {
        rounds.add(round);
      }
    }
  }

  /** Sessions of which those before a place are flushed. */
  private static final class Round {
    private static final int MOST_KEPT = 4_096;

    private List<EngineSession> sessions = new ArrayList<>();
    private int next;

    /** Flushes some, and says how many. */
    int flush(int most) {
      int end = Math.min(sessions.size(), next + most);
      int flushed = end - next;
      while (next < end) {
        flush(sessions.get(next++));
      }
      return flushed;
    }

    private static void flush(EngineSession session) {
      try {
        session.flush();
      } catch (RuntimeException | Error fault) {
        LOG.error("A session cannot be written to, so it ends", fault);
        session.transportFailed();
      }
    }

    boolean isOver() {
      return next == sessions.size();
    }

    void clear() {
      if (next > MOST_KEPT) {
        sessions = new ArrayList<>();
      } else {
        sessions.clear();
      }
      next = 0;
    }
  }
}
