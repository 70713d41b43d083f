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

  private boolean readingPaused;

  /** When the last ping was due, by {@link System#nanoTime}. */
  private long pingDue;

  Heartbeat(EngineSession session, LoopContext loop) {
    this.session = session;
    this.loop = loop;
  }

  /** The session begins: a ping, ours or the client's, is due in pingInterval. */
  void begin() {
    loop.pings().arm(this);
  }

  /** The next ping is due, pingInterval after the last one was. */
  void awaitPing() {
    if (session.dialect().clientPings()) {
      loop.pings().arm(this);
    } else {
      loop.pings().armSince(this, pingDue, 10);
    }
  }

  /** What the client has to say, a pong or an overdue ping, has pingTimeout. */
  void awaitPong() {
    wasPaused = readingPaused;
    loop.pongs().armSince(this, pingDue, 2);
  }

  /** A CLOSE waits for a poll, for closeTimeout. */
  void awaitClose() {
    cancel();
    loop.closings().arm(this);
  }

  /** Whether anything is read from the client. */
  void reading(boolean wanted) {
    readingPaused = !wanted;
    wasPaused |= readingPaused;
  }

  boolean isReadingPaused() {
    return readingPaused;
  }

  @Override
  protected void expired(DeadlineQueue queue) {
    if (queue.equals(loop.pings())) {
      pingDue = expiresAt();
      session.apply(
          session.dialect().clientPings()
              ? new SessionEvent.ClientPingDue()
              : new SessionEvent.PingDue());
    } else if (!queue.equals(loop.pongs())) {
      session.apply(new SessionEvent.CloseDelivered());
    } else if (wasPaused) {
      wasPaused = readingPaused;
      loop.pongs().arm(this);
    } else {
      session.apply(new SessionEvent.PongOverdue());
    }
  }
}
