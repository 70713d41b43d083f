package ceres.socketio.server;

import ceres.engineio.server.SessionLoop;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The sockets of one loop whose clients were lost, in the order in which that happened, which is
 * that in which they are given up: one timer serves all.
 *
 * <p>Event-loop confined.
 */
final class ParkedSockets {
  private final SessionLoop loop;
  private final Recovery recovery;
  private final Map<RecoverableSocket, Long> deadlines = new LinkedHashMap<>();
  private boolean timerRuns;

  ParkedSockets(SessionLoop loop, Recovery recovery) {
    this.loop = loop;
    this.recovery = recovery;
  }

  void add(RecoverableSocket socket) {
    Duration delay = recovery.config().maxDisconnection();
    deadlines.put(socket, System.nanoTime() + delay.toNanos());
    if (!timerRuns) {
      startTimer(delay);
    }
  }

  void remove(RecoverableSocket socket) {
    deadlines.remove(socket);
  }

  /**
   * Gives up who was lost first, until not too much is kept.
   *
   * @return false if that was not enough
   */
  boolean makeRoom() {
    while (recovery.isFull() && !deadlines.isEmpty()) {
      giveUp(deadlines.keySet().iterator().next());
    }
    return !recovery.isFull();
  }

  private void expire() {
    timerRuns = false;
    long now = System.nanoTime();
    Iterator<Map.Entry<RecoverableSocket, Long>> rest = deadlines.entrySet().iterator();
    while (rest.hasNext()) {
      Map.Entry<RecoverableSocket, Long> first = rest.next();
      long left = first.getValue() - now;
      if (left > 0) {
        startTimer(Duration.ofNanos(left));
        return;
      }
      rest.remove();
      first.getKey().giveUp();
    }
  }

  private void giveUp(RecoverableSocket socket) {
    deadlines.remove(socket);
    socket.giveUp();
  }

  private void startTimer(Duration delay) {
    timerRuns = true;
    loop.schedule(delay, this::expire);
  }
}
