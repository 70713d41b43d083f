package ceres.chat.postgres;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs for this platform, unpacked once per version and directory, so that only
 * the first start takes its time. Stateless.
 */
final class PostgresBinaries {
  private PostgresBinaries() {}

  /**
   * The directory with {@code bin}, {@code lib} and {@code share}.
   *
   * @param cache where to unpack
   * @throws EmbeddedDatabaseException where Ceres brings no PostgreSQL for this platform
   */
  static Path unpack(Path cache) throws IOException {
    byte[] archive = archive();
    Path home = cache.resolve("postgresql-18-" + digest(archive));
    if (Files.isDirectory(home)) {
      return home;
    }
    Files.createDirectories(cache);
    Path fresh = Files.createTempDirectory(cache, "unpacking-");
    try {
      extract(archive, fresh);
      Files.move(fresh, home);
    } finally {
      delete(fresh);
    }
    return home;
  }

  /** Deletes a directory with all that is in it; nothing where there is none. */
  static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> walk = Files.walk(directory)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
  }

  private static byte[] archive() throws IOException {
    String platform = platform();
    try (InputStream in =
        PostgresBinaries.class.getResourceAsStream("/postgres-" + platform + ".txz")) {
      if (in == null) {
        throw new EmbeddedDatabaseException(
            "Ceres brings no database for this platform (%s): set DATABASE_URL to a PostgreSQL database."
                .formatted(platform));
      }
      return in.readAllBytes();
    }
  }

  private static String platform() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    String chip =
        switch (machine) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "arm_64";
          default -> machine;
        };
    if (system.startsWith("mac")) {
      return "darwin-" + chip;
    }
    boolean musl = Files.exists(Path.of("/etc/alpine-release"));
    return system + "-" + chip + (musl ? "-alpine_linux" : "");
  }

  private static String digest(byte[] archive) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(archive);
      return HexFormat.of().formatHex(digest, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void extract(byte[] archive, Path into) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path path = into.resolve(entry.getName()).normalize();
        if (!path.startsWith(into)) {
          throw new IOException("An entry of the archive leads out of it");
        }
        if (entry.isDirectory()) {
          Files.createDirectories(path);
          continue;
        }
        Files.createDirectories(path.resolveSibling("."));
        if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
          Files.createLink(path, into.resolve(entry.getLinkName()).normalize());
        } else {
          Files.copy(tar, path);
          if ((entry.getMode() & 0100) != 0 && !path.toFile().setExecutable(true, false)) {
            throw new IOException("Cannot make a program executable");
          }
        }
      }
    }
  }
}
