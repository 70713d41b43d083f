package ceres.conformance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A disk of 32 MB, in memory, for a database that is to run out of it. Only root can have one. */
final class SmallDisk implements AutoCloseable {
  private static final String TABLESPACE = "small_disk";

  private final Path place;
  private final ClerksDatabase database;

  /** Moves a database that nobody uses yet there. */
  SmallDisk(Path directory, ClerksDatabase database) throws IOException {
    this.database = database;
    place = Files.createDirectory(directory.resolve("disk"));
    run("mount", "-t", "tmpfs", "-o", "size=32m,mode=700", "tmpfs", place.toString());
    database.neighbour().execute("CREATE TABLESPACE %s LOCATION '%s'".formatted(TABLESPACE, place));
    database
        .neighbour()
        .execute("ALTER DATABASE %s SET TABLESPACE %s".formatted(database.name(), TABLESPACE));
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

  void makeRoom() {
    try {
      Files.delete(rest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path rest() {
    return place.resolve("what-is-left");
  }

  @Override
  public void close() {
    database.neighbour().execute("DROP DATABASE %s WITH (FORCE)".formatted(database.name()));
    database.neighbour().execute("DROP TABLESPACE " + TABLESPACE);
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
