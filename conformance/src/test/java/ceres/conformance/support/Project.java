package ceres.conformance.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The files of the project. */
public final class Project {
  private Project() {}

  /** The folder that everything is in: the nearest one above with a {@code run}. */
  public static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("run"))) {
      folder = Objects.requireNonNull(folder.getParent(), "no folder with ./run above");
    }
    return folder;
  }

  /** The text of a file. */
  public static String read(String path) {
    return read(root().resolve(path));
  }

  /** The text of a file. */
  public static String read(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The Java files of all modules, without their tests. */
  public static List<Path> mainSources() {
    Path root = root();
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> root.relativize(file).toString().contains("src/main/java"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
