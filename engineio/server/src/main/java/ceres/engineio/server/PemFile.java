package ceres.engineio.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What is in a file at one moment, or why that is not known. Immutable.
 *
 * @param problem null if the text was read
 */
record PemFile(Path path, String text, @Nullable String problem) {
  private static final int LARGEST = 1 << 20;

  static PemFile read(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      return bytes.length > LARGEST
          ? unreadable(path, "it has more than " + LARGEST + " bytes")
          : new PemFile(path, new String(bytes, StandardCharsets.ISO_8859_1), null);
    } catch (NoSuchFileException e) {
      return unreadable(path, "there is no such file");
    } catch (AccessDeniedException e) {
      return unreadable(path, "access is denied");
    } catch (IOException e) {
      return unreadable(path, String.valueOf(e.getMessage()));
    }
  }

  private static PemFile unreadable(Path path, String why) {
    return new PemFile(path, "", path + " cannot be read: " + why);
  }

  /**
   * The text.
   *
   * @throws TlsFilesException if it could not be read
   */
  String textOrFail() throws TlsFilesException {
    if (problem != null) {
      throw new TlsFilesException(problem);
    }
    return text;
  }

  /** Not the text: that may be a key. */
  @Override
  public String toString() {
    return path.toString();
  }
}
