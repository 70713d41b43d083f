package ceres.socketio.server;

import ceres.engineio.server.SessionLoop;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What connection state recovery has on one event loop: the numbers of what is sent, the sockets
 * whose clients were lost, and the logs of rooms that keep anything, whose old packets one timer
 * drops.
 *
 * <p>Event-loop confined.
 */
final class LoopRecovery {
  private final SessionLoop loop;
  private final Recovery recovery;
  private final ParkedSockets parked;
  private final Set<SharedLog> logs = new LinkedHashSet<>();
  private long lastNumber;
  private boolean timerRuns;

  LoopRecovery(SessionLoop loop, Recovery recovery) {
    this.loop = loop;
    this.recovery = recovery;
    this.parked = new ParkedSockets(loop, recovery);
  }

  ParkedSockets parked() {
    return parked;
  }

  /** The number of the packet that was sent last. */
  long lastNumber() {
    return lastNumber;
  }

  /** The number of a packet that is sent now. */
  long newNumber() {
    return ++lastNumber;
  }

  /** A log keeps something from now on. */
  void begins(SharedLog log) {
    logs.add(log);
    startTimer();
  }

  /** A log keeps nothing any more. */
  void ends(SharedLog log) {
    logs.remove(log);
  }

  private void startTimer() {
    if (!timerRuns && !logs.isEmpty()) {
      timerRuns = true;
      Duration half = recovery.sharedFor().dividedBy(2);
      loop.schedule(half, this::dropOld);
    }
  }

  private void dropOld() {
    timerRuns = false;
    Set.copyOf(logs).forEach(SharedLog::dropOld);
    startTimer();
  }
}
