package ceres.engineio.server;

import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the sessions of one event loop share: their deadlines, the queue of those that have
 * something to flush, and what they write with.
 *
 * <p>Event-loop confined, but for {@link SessionLoop}'s methods.
 */
final class LoopContext implements SessionLoop {
  private static final int LIST_CAPACITY = 16;
  private static final int MOST_SPARE_LISTS = 2_048;

  private final EventLoop eventLoop;
  private final DeadlineQueue pings;
  private final DeadlineQueue pongs;
  private final DeadlineQueue upgrades;
  private final DeadlineQueue closings;
  private final @Nullable DeadlineQueue requests;
  private final @Nullable DeadlineQueue idles;
  private final Backlogs backlogs;
  private final LoopCounts counts = new LoopCounts();
  private final SocketWriter writer = new SocketWriter();
  private final FlushQueue flushes;
  private final ArrayDeque<List<OutgoingPacket>> spareLists = new ArrayDeque<>();

  LoopContext(EventLoop eventLoop, EngineConfig config, Gate gate, int loops) {
    this.eventLoop = eventLoop;
    this.flushes = new FlushQueue(this);
    this.pings = new DeadlineQueue(this, config.pingInterval().toMillis());
    this.pongs = new DeadlineQueue(this, config.pingTimeout().toMillis());
    this.upgrades = new DeadlineQueue(this, config.upgradeTimeout().toMillis());
    this.closings = new DeadlineQueue(this, config.closeTimeout().toMillis());
    ConnectionLimits limits = config.limits();
    this.requests = queueUnlessZero(limits.requestTimeout());
    this.idles = queueUnlessZero(limits.idleTimeout());
    this.backlogs = new Backlogs(this, gate, Math.ceilDiv(limits.maxTotalBufferedBytes(), loops));
  }

  private @Nullable DeadlineQueue queueUnlessZero(Duration delay) {
    return delay.isZero() ? null : new DeadlineQueue(this, delay.toMillis());
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

  /** Deadlines of requestTimeout, if there is one. */
  @Nullable DeadlineQueue requests() {
    return requests;
  }

  /** Deadlines of idleTimeout, if there is one. */
  @Nullable DeadlineQueue idles() {
    return idles;
  }

  /** What waits for clients. */
  Backlogs backlogs() {
    return backlogs;
  }

  /** What happens to its sessions. */
  LoopCounts counts() {
    return counts;
  }

  /** How many tasks wait for their turn. */
  int pendingTasks() {
    return ((SingleThreadEventLoop) eventLoop).pendingTasks();
  }

  /** Writes to this loop's connections. */
  SocketWriter writer() {
    return writer;
  }

  /** The sessions that have something to flush. */
  FlushQueue flushes() {
    return flushes;
  }

  /** An empty list, to be given back. */
  List<OutgoingPacket> borrowList() {
    List<OutgoingPacket> list = spareLists.poll();
    return list == null ? new ArrayList<>(LIST_CAPACITY) : list;
  }

  /** Takes back a list that was borrowed. */
  void giveBack(List<OutgoingPacket> list) {
    if (list.size() <= LIST_CAPACITY && spareLists.size() < MOST_SPARE_LISTS) {
      list.clear();
      spareLists.add(list);
    }
  }

  void assertInLoop() {
    assert eventLoop.inEventLoop() : "not on the session's event loop";
  }

  @Override
  public void execute(Runnable task) {
    eventLoop.execute(() -> {
      task.run();
      flushes.taskEnds();
    });
  }

  /** False if the loop has ended, and the task will not run. */
  boolean tryExecute(Runnable task) {
    try {
      execute(task);
      return true;
    } catch (RejectedExecutionException ended) {
      return false;
    }
  }

  /** Runs a task of a connection: at once if this is the connection's loop too, else in turn. */
  void run(Runnable task) {
    if (inLoop()) {
      task.run();
    } else {
      execute(task);
    }
  }

  /** Runs a task after the loop has looked at its connections. */
  void executeNextTurn(Runnable task) {
    ((SingleThreadEventLoop) eventLoop)
        .executeAfterEventLoopIteration(() -> eventLoop.execute(task));
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
