package ceres.chat.server.cli;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryNotificationInfo;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import javax.management.NotificationEmitter;

/**
 * Has the serial collector look at old objects before they fill the whole heap, which it would wait
 * for: everything stops for as long as it takes to walk over all of them, the dead ones too, and
 * that is seconds for a gigabyte. With any other collector this does nothing. See
 * docs/adr/0014-jvm.md.
 *
 * <p>Confined to the thread of the JVM's notifications, once it has begun.
 */
final class OldGeneration {
  /** The name that the serial collector has for it. */
  static final String POOL = "Tenured Gen";

  /** As many bytes may be dead as live, and as few as that in any case. */
  static final long ROOM = 64L << 20;

  private final MemoryPoolMXBean pool;

  private OldGeneration(MemoryPoolMXBean pool) {
    this.pool = pool;
  }

  /** Begins with this process's. */
  static void keepSmall() {
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getName().equals(POOL) && pool.isUsageThresholdSupported()) {
        new OldGeneration(pool).begin();
      }
    }
  }

  private void begin() {
    ((NotificationEmitter) ManagementFactory.getMemoryMXBean())
        .addNotificationListener(
            (_, _) -> collect(),
            told -> told.getType().equals(MemoryNotificationInfo.MEMORY_THRESHOLD_EXCEEDED),
            null);
    letGrow(pool.getUsage());
  }

  private void collect() {
    System.gc();
    letGrow(pool.getUsage());
  }

  /** Until as much as lives now may be dead. */
  private void letGrow(MemoryUsage live) {
    long threshold = live.getUsed() + Math.max(live.getUsed(), ROOM);
    boolean fits = live.getMax() < 0 || threshold < live.getMax();
    pool.setUsageThreshold(fits ? threshold : 0);
  }
}
