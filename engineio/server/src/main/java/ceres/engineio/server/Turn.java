package ceres.engineio.server;

/**
 * How long packets of one client are handled until others have their turns: by time, because some
 * take a thousand times as long as others, and all take longer before they are compiled.
 *
 * <p>Confined to one thread.
 */
final class Turn {
  /** In any case, because the clock costs something too. */
  static final int PACKETS = 8;

  private static final long NANOS = 500_000;

  private final long end = System.nanoTime() + NANOS;
  private int handled;

  /** One more packet was handled; whether that was the last one. */
  boolean isOver() {
    return ++handled % PACKETS == 0 && System.nanoTime() - end >= 0;
  }
}
