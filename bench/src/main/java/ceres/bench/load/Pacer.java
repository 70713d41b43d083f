package ceres.bench.load;

import java.nio.channels.Selector;
import java.util.concurrent.locks.LockSupport;

/**
 * Wakes a selector at the times of a schedule, because a selector itself only knows milliseconds.
 * Thread-safe by being nothing but a flag and a thread.
 */
public final class Pacer implements AutoCloseable {
  private final Selector selector;
  private final long start;
  private final double step;
  private volatile boolean closed;

  private Pacer(Selector selector, long start, double step) {
    this.selector = selector;
    this.start = start;
    this.step = step;
  }

  static Pacer start(Selector selector, long start, double step) {
    Pacer pacer = new Pacer(selector, start, step);
    Thread _ = Thread.ofPlatform().daemon().name("pacer").start(pacer::run);
    return pacer;
  }

  private void run() {
    while (!closed) {
      long now = System.nanoTime();
      long turn = now < start ? 0 : (long) ((now - start) / step) + 1;
      LockSupport.parkNanos(start + (long) (turn * step) - now);
      selector.wakeup();
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
