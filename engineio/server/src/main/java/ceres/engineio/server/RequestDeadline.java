package ceres.engineio.server;

/**
 * The time that an HTTP connection has: for a request to come, for the next one to begin, for an
 * answer to make progress.
 *
 * <p>Event-loop confined to the connection's loop.
 */
final class RequestDeadline extends DeadlineQueue.Deadline {
  private final LoopContext loop;
  private final Late late;
  private boolean runs;

  /** Told that a time is over. */
  interface Late {
    /** A request has not come, as a whole, in time. */
    void requestLate();

    /** Nothing has happened for too long. */
    void idle();
  }

  RequestDeadline(LoopContext loop, Late late) {
    this.loop = loop;
    this.late = late;
  }

  /** A request is expected to come; if that is so already, its time goes on. */
  void awaitRequest() {
    if (!runs && loop.requests() != null) {
      runs = true;
      loop.requests().arm(this);
    }
  }

  /** Something is to happen: a request to begin, or bytes to leave. */
  void awaitProgress() {
    end();
    if (loop.idles() != null) {
      loop.idles().arm(this);
    }
  }

  /** Nobody is waited for. */
  void end() {
    runs = false;
    cancel();
  }

  /** A request begins. */
  void begun() {
    if (!runs) {
      cancel();
      awaitRequest();
    }
  }

  @Override
  protected void expired(DeadlineQueue queue) {
    runs = false;
    if (queue.equals(loop.requests())) {
      late.requestLate();
    } else {
      late.idle();
    }
  }
}
