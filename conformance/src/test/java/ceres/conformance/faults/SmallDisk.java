package ceres.conformance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.conformance.support.TestDatabase;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A disk of 16 MB, in memory, for messages that are to run out of it. Only root can have one. */
final class SmallDisk implements AutoCloseable {
  private final Path place;

  SmallDisk(Path directory) throws IOException {
    place = Files.createDirectory(directory.resolve("disk"));
    run("mount", "-t", "tmpfs", "-o", "size=16m,mode=700", "tmpfs", place.toString());
  }

  /** Whether this process may have one. */
  static boolean isPossible(Path directory) throws IOException {
    return Integer.valueOf(0).equals(Files.getAttribute(directory, "unix:uid"));
  }

  /** Moves the messages of a database here. */
  void take(TestDatabase database) {
    database.execute("CREATE TABLESPACE small_disk LOCATION '" + place + "'");
    database.execute("ALTER TABLE \"ChatMessage\" SET TABLESPACE small_disk");
  }

  void fill() {
    try (OutputStream rest = Files.newOutputStream(rest())) {
      byte[] block = new byte[4096];
      while (true) {
        rest.write(block);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left on device");
    }
  }

  void makeRoom() throws IOException {
    Files.delete(rest());
  }

  private Path rest() {
    return place.resolve("what-is-left");
  }

  @Override
  public void close() {
    run("umount", "--lazy", place.toString());
  }

  private static void run(String... command) {
    try {
      Process process = new ProcessBuilder(command).inheritIO().start();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
