package ceres.socketio.server;

import ceres.engineio.server.HttpAnswer;
import ceres.engineio.server.HttpFile;
import ceres.engineio.server.HttpResources;
import ceres.engineio.server.ResourceRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * The official client for browsers, below the path of a server: the files of npm's package {@code
 * socket.io-client}, of the version that its {@code package.json} says.
 *
 * <p>Immutable. The files are read and compressed once, beside the start of the first server; a
 * request that comes before that is done waits for it.
 */
final class BrowserClient implements HttpResources {
  private static final Logger LOG = LoggerFactory.getLogger(BrowserClient.class);
  private static final String FOLDER = "/META-INF/ceres/socket.io-client/";
  private static final List<String> BUNDLES =
      List.of(
          "socket.io.js", "socket.io.min.js", "socket.io.esm.min.js", "socket.io.msgpack.min.js");

  private final String path;

  /** The client, below a path that ends with {@code /}. */
  BrowserClient(String path) {
    this.path = path;
    Thread _ =
        Thread.startVirtualThread(() -> LOG.debug("{} files for browsers", Packaged.FILES.size()));
  }

  @Override
  public @Nullable HttpAnswer answer(ResourceRequest request) {
    if (!request.path().startsWith(path)) {
      return null;
    }
    HttpFile file = Packaged.FILES.get(request.path().substring(path.length()));
    return file == null ? null : file.answer(request);
  }

  /** What is on the class path. */
  private static final class Packaged {
    static final Map<String, HttpFile> FILES = read();

    private static Map<String, HttpFile> read() {
      byte[] description = resource("package.json");
      if (description == null) {
        LOG.info("ceres-socketio-client is not on the class path, so browsers do not get it");
        return Map.of();
      }
      String version = JsonMapper.shared().readTree(description).required("version").asString();
      Map<String, HttpFile> files = new HashMap<>();
      for (String bundle : BUNDLES) {
        put(files, bundle, "application/javascript; charset=utf-8", version);
        put(files, bundle + ".map", "application/json; charset=utf-8", version);
      }
      return Map.copyOf(files);
    }

    private static void put(
        Map<String, HttpFile> files, String name, String contentType, String version) {
      byte[] content = resource(name);
      if (content != null) {
        files.put(
            name,
            new HttpFile(
                content,
                contentType,
                '"' + version + '"',
                Map.of("Cache-Control", "public, max-age=0")));
      }
    }

    private static byte @Nullable [] resource(String name) {
      try (InputStream in = BrowserClient.class.getResourceAsStream(FOLDER + name)) {
        return in == null ? null : in.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + FOLDER + name, e);
      }
    }
  }
}
