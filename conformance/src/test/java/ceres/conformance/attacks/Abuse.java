package ceres.conformance.attacks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Something that an attacker does, and what must come of it.
 *
 * @param name what it is
 */
record Abuse(String name, Attempt attempt) {
  private static final Path THREAD = Path.of("/proc/thread-self");

  /** Does it, and fails if the server does not answer as it should. */
  @FunctionalInterface
  interface Attempt {
    void by(Mallory mallory) throws Exception;
  }

  /**
   * Does it on a thread that gives way to all others, where threads have priorities of their own
   * (Linux): an attacker is somewhere else, and takes no processor time from whom it attacks.
   */
  void by(Mallory mallory) throws Exception {
    FutureTask<Void> attack =
        new FutureTask<>(() -> {
          giveWay();
          attempt.by(mallory);
          return null;
        });
    Thread _ = Thread.ofPlatform().name("mallory").start(attack);
    try {
      attack.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case Exception failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw e;
      }
    }
  }

  private static void giveWay() throws IOException, InterruptedException {
    if (Files.isSymbolicLink(THREAD)) {
      String thread = Files.readSymbolicLink(THREAD).getFileName().toString();
      int _ = new ProcessBuilder("renice", "-n", "19", "-p", thread).start().waitFor();
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
