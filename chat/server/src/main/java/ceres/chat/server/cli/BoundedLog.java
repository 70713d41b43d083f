package ceres.chat.server.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.event.KeyValuePair;

/**
 * Keeps a flood of the same line out of the log: of the lines that one statement of the code
 * writes, {@value #MOST} pass in a second. How many more there were is told when the second is
 * over.
 *
 * <p>Thread-safe by its monitor, under which nothing is written.
 */
final class BoundedLog extends UnsynchronizedAppenderBase<ILoggingEvent> {
  /** Of one kind, in a second. */
  static final int MOST = 10;

  /** Only a safety: there are as many kinds as statements that log. */
  private static final int MOST_KINDS = 1_000;

  private static final long SECOND_MILLIS = 1_000;
  private static final Kind OTHERS = new Kind("ceres", Level.WARN, "(various lines)");

  private final Appender<ILoggingEvent> lines;
  private final Executor inASecond;
  private final Map<Kind, Second> seconds = new HashMap<>();
  private final AtomicLong suppressed = new AtomicLong();

  /** What one statement of the code writes. */
  private record Kind(String logger, Level level, String pattern) {
    static Kind of(ILoggingEvent event) {
      return new Kind(event.getLoggerName(), event.getLevel(), String.valueOf(event.getMessage()));
    }
  }

  /** Of one kind, since a time. */
  private static final class Second {
    private final long begin;
    private int passed;
    private long suppressed;

    Second(long begin) {
      this.begin = begin;
    }

    boolean isOver(long now) {
      return now - begin >= SECOND_MILLIS || now < begin;
    }
  }

  /** In front of another appender. */
  BoundedLog(Appender<ILoggingEvent> lines) {
    this(lines, CompletableFuture.delayedExecutor(SECOND_MILLIS, TimeUnit.MILLISECONDS));
  }

  /**
   * The same, for tests.
   *
   * @param inASecond runs tasks a second later
   */
  BoundedLog(Appender<ILoggingEvent> lines, Executor inASecond) {
    this.lines = lines;
    this.inASecond = inASecond;
  }

  /** What is written to. */
  Appender<ILoggingEvent> lines() {
    return lines;
  }

  /** How many lines were kept out. */
  long suppressed() {
    return suppressed.get();
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (passes(event)) {
      lines.doAppend(event);
    }
  }

  private boolean passes(ILoggingEvent event) {
    Kind kind;
    synchronized (this) {
      long now = event.getTimeStamp();
      kind = kindOf(event, now);
      Second second = seconds.computeIfAbsent(kind, _ -> new Second(now));
      if (second.suppressed == 0 && second.isOver(now)) {
        second = new Second(now);
        seconds.put(kind, second);
      }
      if (second.passed < MOST) {
        second.passed++;
        return true;
      }
      second.suppressed++;
      suppressed.incrementAndGet();
      if (second.suppressed > 1) {
        return false;
      }
    }
    inASecond.execute(() -> tell(kind));
    return false;
  }

  private Kind kindOf(ILoggingEvent event, long now) {
    Kind kind = Kind.of(event);
    if (seconds.size() >= MOST_KINDS && !seconds.containsKey(kind)) {
      seconds.values().removeIf(second -> second.suppressed == 0 && second.isOver(now));
    }
    return seconds.size() < MOST_KINDS || seconds.containsKey(kind) ? kind : OTHERS;
  }

  /** Says now how many were kept out whose second is not over, because the process ends. */
  void tellAll() {
    List<Kind> kinds;
    synchronized (this) {
      kinds =
          seconds.entrySet().stream()
              .filter(entry -> entry.getValue().suppressed > 0)
              .map(Map.Entry::getKey)
              .toList();
    }
    kinds.forEach(this::tell);
  }

  /** Says how many of a kind were kept out; those that come from now on may pass again. */
  private void tell(Kind kind) {
    Second over;
    synchronized (this) {
      over = seconds.remove(kind);
    }
    if (over != null && over.suppressed > 0 && getContext() instanceof LoggerContext context) {
      LoggingEvent event = new LoggingEvent();
      event.setLoggerContext(context);
      event.setLoggerName(kind.logger());
      event.setLevel(kind.level());
      event.setThreadName(Thread.currentThread().getName());
      event.setInstant(Instant.now());
      event.setMessage(over.suppressed + " more lines like this: " + kind.pattern());
      event.setKeyValuePairs(List.of(new KeyValuePair("suppressed", over.suppressed)));
      lines.doAppend(event);
    }
  }
}
