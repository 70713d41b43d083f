package ceres.testing.training;

import ceres.testing.wire.Endpoint;
import ceres.testing.wire.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Starts a chat server, exercises it and stops it. What is learned thereby is up to the options of
 * the server's JVM: {@code -XX:AOTCacheOutput} writes the classes that it needed and where its time
 * went into a file, with which later servers start.
 */
public final class TrainingRun {
  private static final int START_SECONDS = 60;
  private static final int EXERCISE_SECONDS = 60;
  private static final int STOP_SECONDS = 60;

  private TrainingRun() {}

  /**
   * Arguments: the command that starts the server. Prints what the server said, and why the run
   * failed, if it did; then it exits with 1.
   */
  public static void main(String[] command) throws IOException {
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    Tokens tokens = new Tokens(HexFormat.of().formatHex(secret));
    Path folder = Files.createTempDirectory("ceres-training");
    TrainedServer server = new TrainedServer(List.of(command), folder, tokens.secret());
    // In a hook, because a signal that ends this process must leave nothing behind either.
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .unstarted(() -> {
                  server.close();
                  remove(folder);
                }));
    int status = 0;
    try {
      exercise(new Exercise(new Endpoint(server.port(START_SECONDS), "/socket.io/"), tokens));
      server.stop(STOP_SECONDS);
    } catch (IOException | InterruptedException e) {
      System.out.println(e.getMessage() + (e.getCause() == null ? "" : ": " + e.getCause()));
      status = 1;
    }
    System.out.println(server.said());
    System.exit(status);
  }

  private static void exercise(Exercise exercise) throws IOException {
    try {
      CompletableFuture.runAsync(
              () -> {
                try {
                  exercise.run();
                } catch (IOException | InterruptedException e) {
                  throw new CompletionException(e);
                }
              })
          .orTimeout(EXERCISE_SECONDS, TimeUnit.SECONDS)
          .join();
    } catch (CompletionException e) {
      throw new IOException("The exercise failed", e.getCause());
    }
  }

  private static void remove(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      System.out.println(folder + " could not be removed: " + e);
    }
  }
}
