package ceres.chat.server.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The secret of a server that was given none: 32 random bytes, as base64url text, in the file
 * {@code jwt-secret} of the data directory, readable by its owner only. Written once and kept, so
 * that tokens outlive a restart. That text, set as {@code JWT_SECRET}, is the same secret.
 *
 * <p>Safe between processes: whoever comes second takes the secret of the first.
 */
public final class KeptSecret {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path file;

  /** The secret of a data directory. */
  public KeptSecret(Path dataDirectory) {
    this.file = dataDirectory.resolve("jwt-secret");
  }

  /**
   * The secret that is kept, or else a new one that is from now on.
   *
   * @throws IOException if the data directory cannot be read or written, or holds something else
   */
  public Secret readOrCreate() throws IOException {
    try {
      return read();
    } catch (NoSuchFileException e) {
      create();
      return read();
    }
  }

  private Secret read() throws IOException {
    String text = Files.readString(file, UTF_8).strip();
    if (text.isEmpty() || Secret.of(text).isShort()) {
      String why = "it holds no secret of at least " + Secret.SAFE_BYTES + " bytes";
      throw new FileSystemException(file.toString(), null, why);
    }
    return Secret.of(text);
  }

  /** Written aside, then linked: a reader sees a whole secret or none, and the first one stays. */
  private void create() throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null) {
      throw new NoSuchFileException(file.toString());
    }
    Files.createDirectories(directory);
    Path draft = Files.createTempFile(directory, "jwt-secret-", ".new", ownerOnly(directory));
    try {
      Files.writeString(draft, randomText() + '\n', UTF_8);
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException e) {
      // somebody else was quicker, and theirs is the secret now
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path directory) {
    return directory.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static String randomText() {
    byte[] bytes = new byte[Secret.SAFE_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
