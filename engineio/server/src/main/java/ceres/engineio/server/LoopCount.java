package ceres.engineio.server;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A number that one event loop changes and any thread may read: a change costs a plain addition, so
 * it may stand where every packet passes.
 *
 * <p>Thread-safe by opaque access, as long as only one thread calls {@link #add}.
 */
public final class LoopCount {
  private static final VarHandle VALUE = valueHandle();

  private long value;

  private static VarHandle valueHandle() {
    try {
      return MethodHandles.lookup().findVarHandle(LoopCount.class, "value", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Adds to it; on its loop only. */
  public void add(long more) {
    VALUE.setOpaque(this, value + more);
  }

  /** What it is now, or was a moment ago. */
  public long get() {
    return (long) VALUE.getOpaque(this);
  }
}
