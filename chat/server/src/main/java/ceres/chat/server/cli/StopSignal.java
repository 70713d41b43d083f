package ceres.chat.server.cli;

import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Waits for SIGINT (Ctrl-C), SIGTERM or SIGHUP. The first of them begins an orderly stop, after
 * which the process ends with exit code 0; if that takes longer than {@link #PATIENCE}, it ends
 * with 1. A shutdown hook could not choose the exit code, and would run beside the hooks of others.
 *
 * <p>Thread-safe by its latch.
 */
final class StopSignal {
  /** The longest that an orderly stop may take. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final CountDownLatch asked = new CountDownLatch(1);
  private final PrintStream err;

  private StopSignal(PrintStream err) {
    this.err = err;
  }

  /** Takes the signals over from the JVM, except one that the process was started to ignore. */
  static StopSignal install(PrintStream err) {
    StopSignal signal = new StopSignal(err);
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
  void stop() {
    if (asked.getCount() > 0) {
      Thread.ofPlatform().daemon().name("stop-watch").start(this::endWhenPatienceIsOver);
    }
    asked.countDown();
  }

  /** Blocks until somebody asks for the stop. */
  void await() throws InterruptedException {
    asked.await();
  }

  private void endWhenPatienceIsOver() {
    try {
      Thread.sleep(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    err.println("Ceres did not stop within " + PATIENCE.toSeconds() + " seconds and was ended.");
    Runtime.getRuntime().halt(1);
  }
}
