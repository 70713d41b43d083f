package ceres.chat.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** Reads a folder of the class path, whether that is in a jar or a directory. */
final class PackedFiles {
  private PackedFiles() {}

  /**
   * The files beside one of them and in the folders there.
   *
   * @param one directly in the folder
   * @return contents by paths relative to the folder, with {@code /}
   * @throws IOException if they cannot be read
   */
  static Map<String, byte[]> beside(URL one) throws IOException {
    URLConnection connection = one.openConnection();
    connection.setUseCaches(false);
    if (connection instanceof JarURLConnection inJar) {
      String name = inJar.getEntryName();
      try (JarFile jar = inJar.getJarFile()) {
        return ofJar(jar, name.substring(0, name.lastIndexOf('/') + 1));
      }
    }
    return ofDirectory(Path.of(URI.create(one.toString())).resolveSibling(""));
  }

  private static Map<String, byte[]> ofJar(JarFile jar, String folder) throws IOException {
    Map<String, byte[]> files = new HashMap<>();
    Iterator<JarEntry> entries =
        jar.stream()
            .filter(entry -> entry.getName().startsWith(folder) && !entry.isDirectory())
            .iterator();
    while (entries.hasNext()) {
      JarEntry entry = entries.next();
      try (InputStream in = jar.getInputStream(entry)) {
        files.put(entry.getName().substring(folder.length()), in.readAllBytes());
      }
    }
    return files;
  }

  private static Map<String, byte[]> ofDirectory(Path folder) throws IOException {
    Map<String, byte[]> files = new HashMap<>();
    try (Stream<Path> found = Files.walk(folder)) {
      for (Path file : found.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        files.put(name, Files.readAllBytes(file));
      }
    }
    return files;
  }
}
