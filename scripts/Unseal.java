import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * Opens sealed packages. All classes of a sealed package must come from the file that the first of them came from. What
 * a JVM has learned names the jars as they lay in its training, so a sealed package that it knows could not be
 * completed where the jars lie elsewhere.
 */
final class Unseal {
  private static final Attributes.Name SEALED = Attributes.Name.SEALED;

  /** Argument: the folder with the jars. */
  public static void main(String[] folder) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(folder[0]))) {
      for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).toList()) {
        unseal(jar);
      }
    }
  }

  private static void unseal(Path jar) throws IOException {
    try (FileSystem zip = FileSystems.newFileSystem(jar)) {
      Path file = zip.getPath("META-INF", "MANIFEST.MF");
      if (!Files.exists(file)) {
        return;
      }
      Manifest manifest;
      try (InputStream in = Files.newInputStream(file)) {
        manifest = new Manifest(in);
      }
      List<Attributes> sealed =
          Stream.concat(Stream.of(manifest.getMainAttributes()), manifest.getEntries().values().stream())
              .filter(attributes -> attributes.containsKey(SEALED))
              .toList();
      if (!sealed.isEmpty()) {
        sealed.forEach(attributes -> attributes.remove(SEALED));
        try (OutputStream out = Files.newOutputStream(file)) {
          manifest.write(out);
        }
        System.out.println(jar.getFileName());
      }
    }
  }
}
