package ceres.chat.server.cli;

import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Waits for SIGINT (Ctrl-C), SIGTERM or SIGHUP. The first of them begins an orderly stop, after
 * which the process ends with exit code 0; if that takes longer than it may, it ends with 1. A
 * second signal ends it at once, with 1 too. A shutdown hook could not choose the exit code, and
 * would run beside the hooks of others.
 *
 * <p>Thread-safe by its monitor and its latch.
 */
final class StopSignal {
  /**
   * Signals so close together are one: a terminal and a program in between may both send it to this
   * process.
   */
  private static final Duration ONE_MOMENT = Duration.ofMillis(500);

  private final CountDownLatch asked = new CountDownLatch(1);
  private final PrintStream err;
  private final Duration patience;

  /** When the first signal came, by {@link System#nanoTime}. */
  private long askedAt;

  private StopSignal(PrintStream err, Duration patience) {
    this.err = err;
    this.patience = patience;
  }

  /**
   * Takes the signals over from the JVM, except one that the process was started to ignore.
   *
   * @param patience the longest that an orderly stop may take
   */
  static StopSignal install(PrintStream err, Duration patience) {
    StopSignal signal = new StopSignal(err, patience);
    for (String name : List.of("INT", "TERM", "HUP")) {
      signal.takeOver(name);
    }
    return signal;
  }

  /** The class for this has no supported name, but a module that every JDK has (JEP 260). */
  private void takeOver(String name) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object ours =
          Proxy.newProxyInstance(
              StopSignal.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                stop();
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
    } catch (ReflectiveOperationException e) {
      // an ignored signal, or a JVM without them: it keeps its ordinary meaning
    }
  }

  /** Asks for the stop, as a signal does. */
  synchronized void stop() {
    if (asked.getCount() > 0) {
      askedAt = System.nanoTime();
      Thread.ofPlatform().daemon().name("stop-watch").start(this::endWhenPatienceIsOver);
      asked.countDown();
    } else if (System.nanoTime() - askedAt > ONE_MOMENT.toNanos()) {
      end("Ceres was ended by a second signal.");
    }
  }

  /** Blocks until somebody asks for the stop. */
  void await() throws InterruptedException {
    asked.await();
  }

  private void endWhenPatienceIsOver() {
    try {
      Thread.sleep(patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    end("Ceres did not stop within " + patience.toMillis() + " ms and was ended.");
  }

  private void end(String why) {
    err.println(why);
    err.flush();
    Runtime.getRuntime().halt(1);
  }
}
