package ceres.engineio.server;

/**
 * The one timer of a session: until the next ping, the next pong, or the last poll.
 *
 * <p>Event-loop confined to the session's loop.
 */
final class Heartbeat extends DeadlineQueue.Deadline {
  private final EngineSession session;
  private final LoopContext loop;

  /** Whether we did not read since the last ping: then its pong may be there, unread. */
  private boolean wasPaused;

  Heartbeat(EngineSession session, LoopContext loop) {
    this.session = session;
    this.loop = loop;
  }

  /** A ping, ours or the client's, is due in pingInterval. */
  void awaitPing() {
    loop.pings().arm(this);
  }

  /** What the client has to say, a pong or an overdue ping, has pingTimeout. */
  void awaitPong() {
    wasPaused = session.isReadingPaused();
    loop.pongs().arm(this);
  }

  /** A CLOSE waits for a poll, for closeTimeout. */
  void awaitClose() {
    cancel();
    loop.closings().arm(this);
  }

  /** Nothing is read from the client any more. */
  void paused() {
    wasPaused = true;
  }

  @Override
  void expired(DeadlineQueue queue) {
    if (queue.equals(loop.pings())) {
      session.apply(
          session.dialect().clientPings()
              ? new SessionEvent.ClientPingDue()
              : new SessionEvent.PingDue());
    } else if (!queue.equals(loop.pongs())) {
      session.apply(new SessionEvent.CloseDelivered());
    } else if (wasPaused) {
      awaitPong();
    } else {
      session.apply(new SessionEvent.PongOverdue());
    }
  }
}
