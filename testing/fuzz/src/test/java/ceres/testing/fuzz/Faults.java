package ceres.testing.fuzz;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/**
 * What nobody may cause from outside: warnings and errors in the log, lost buffers among them, and
 * exceptions that nobody caught.
 *
 * <p>Thread-safe by a concurrent queue.
 */
final class Faults implements AutoCloseable {
  private final Queue<String> seen = new ConcurrentLinkedQueue<>();
  private final Recorder recorder = new Recorder();
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

  Faults() {
    recorder.setContext(root.getLoggerContext());
    recorder.start();
    root.addAppender(recorder);
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, fault) -> seen.add("uncaught on " + thread + ": " + fault));
  }

  /** What was seen since the last call. */
  List<String> take() {
    List<String> all = new ArrayList<>();
    for (String each = seen.poll(); each != null; each = seen.poll()) {
      all.add(each);
    }
    return all;
  }

  @Override
  public void close() {
    root.detachAppender(recorder);
    Thread.setDefaultUncaughtExceptionHandler(null);
  }

  private final class Recorder extends AppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent event) {
      if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
        IThrowableProxy fault = event.getThrowableProxy();
        seen.add(
            event.getFormattedMessage()
                + (fault == null ? "" : ": " + fault.getClassName() + ": " + fault.getMessage()));
      }
    }
  }
}
