package ceres.engineio.server;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the sessions of one event loop share: their deadlines, and the list of those that have
 * something to flush, so that all that one turn wrote to a session leaves in one write.
 *
 * <p>Event-loop confined, but for {@link SessionLoop}'s methods.
 */
final class LoopContext implements SessionLoop {
  private static final Logger LOG = LoggerFactory.getLogger(LoopContext.class);

  private final EventLoop eventLoop;
  private final DeadlineQueue pings;
  private final DeadlineQueue pongs;
  private final DeadlineQueue upgrades;
  private final DeadlineQueue closings;
  private List<EngineSession> unflushed = new ArrayList<>();
  private List<EngineSession> flushing = new ArrayList<>();

  LoopContext(EventLoop eventLoop, EngineConfig config) {
    this.eventLoop = eventLoop;
    this.pings = new DeadlineQueue(this, config.pingInterval().toMillis());
    this.pongs = new DeadlineQueue(this, config.pingTimeout().toMillis());
    this.upgrades = new DeadlineQueue(this, config.upgradeTimeout().toMillis());
    this.closings = new DeadlineQueue(this, config.closeTimeout().toMillis());
  }

  EventLoop eventLoop() {
    return eventLoop;
  }

  /** Deadlines of pingInterval. */
  DeadlineQueue pings() {
    return pings;
  }

  /** Deadlines of pingTimeout. */
  DeadlineQueue pongs() {
    return pongs;
  }

  /** Deadlines of upgradeTimeout. */
  DeadlineQueue upgrades() {
    return upgrades;
  }

  /** Deadlines of closeTimeout. */
  DeadlineQueue closings() {
    return closings;
  }

  /** Flushes a session after the tasks that are queued now. */
  void flushLater(EngineSession session) {
    assertInLoop();
    unflushed.add(session);
    if (unflushed.size() == 1) {
      eventLoop.execute(this::flushAll);
    }
  }

  private void flushAll() {
    List<EngineSession> sessions = unflushed;
    unflushed = flushing;
    flushing = sessions;
    for (EngineSession session : sessions) {
      try {
        session.flush();
      } catch (RuntimeException | Error fault) {
        LOG.error("A session cannot be written to, so it ends", fault);
        session.transportFailed();
      }
    }
    sessions.clear();
  }

  void assertInLoop() {
    assert eventLoop.inEventLoop() : "not on the session's event loop";
  }

  @Override
  public void execute(Runnable task) {
    eventLoop.execute(task);
  }

  /** Runs a task of a connection: at once if this is the connection's loop too, else in turn. */
  void run(Runnable task) {
    if (inLoop()) {
      task.run();
    } else {
      execute(task);
    }
  }

  @Override
  public boolean inLoop() {
    return eventLoop.inEventLoop();
  }

  @Override
  public DeadlineQueue deadlines(Duration delay) {
    return new DeadlineQueue(this, delay.toMillis());
  }

  @Override
  public Cancellable schedule(Duration delay, Runnable task) {
    Future<?> future = eventLoop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }
}
