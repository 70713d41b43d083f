package ceres.chat.server.http;

import ceres.engineio.server.HttpAnswer;
import ceres.engineio.server.HttpFile;
import ceres.engineio.server.HttpResources;
import ceres.engineio.server.ResourceRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A folder that was packed with the server, below a path: each file as {@link StaticFile} has it,
 * and {@code index.html} at the path itself. There is nothing else: a request names one of the
 * files that were found at the start, or gets no answer.
 *
 * <p>Immutable; thread-safe. The files are read and compressed beside the start of the server; a
 * request that comes before that is done waits for it.
 */
public final class PackedFolder implements HttpResources {
  private static final String INDEX = "index.html";

  private final String path;
  private final CompletableFuture<Map<String, HttpFile>> files;

  /**
   * A folder at a path; an empty one if it was not packed.
   *
   * @param path begins and ends with {@code /}; without that last one it is {@code index.html}, too
   * @param folder on the class path, for example {@code META-INF/ceres/page}; has an {@code
   *     index.html}
   * @param headers more headers for each file
   */
  public PackedFolder(String path, String folder, Map<String, String> headers) {
    this.path = path;
    this.files =
        CompletableFuture.supplyAsync(() -> read(folder, headers), Thread::startVirtualThread);
  }

  /** Whether a folder was packed. */
  public static boolean exists(String folder) {
    return index(folder) != null;
  }

  @Override
  public @Nullable HttpAnswer answer(ResourceRequest request) {
    String name = name(request.path());
    HttpFile file = name == null ? null : files.join().get(name);
    return file == null ? null : file.answer(request);
  }

  /** The file that is asked for, or null if the path is not below this one. */
  private @Nullable String name(String asked) {
    if (asked.equals(path) || (asked + '/').equals(path)) {
      return INDEX;
    }
    return asked.startsWith(path) ? asked.substring(path.length()) : null;
  }

  private static Map<String, HttpFile> read(String folder, Map<String, String> headers) {
    URL index = index(folder);
    if (index == null) {
      return Map.of();
    }
    try {
      Map<String, HttpFile> files = new HashMap<>();
      PackedFiles.beside(index)
          .forEach((name, content) -> files.put(name, StaticFile.of(name, content, headers)));
      return Map.copyOf(files);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + folder, e);
    }
  }

  private static @Nullable URL index(String folder) {
    return PackedFolder.class.getResource('/' + folder + '/' + INDEX);
  }
}
