package ceres.chat.server.http;

import ceres.engineio.server.EngineConfig;
import ceres.engineio.server.EngineServer;
import ceres.engineio.server.HttpResources;
import ceres.testing.wire.RawHttp;
import java.io.IOException;

/** A server of nothing but resources. */
public final class HttpServerOfTests implements AutoCloseable {
  private final EngineServer engine;

  /** Listens on a free port. */
  public HttpServerOfTests(HttpResources resources) throws IOException {
    engine =
        new EngineServer(
            EngineConfig.builder()
                .host("127.0.0.1")
                .port(0)
                .eventLoops(1)
                .resources(resources)
                .build(),
            _ -> {
              throw new IllegalStateException("nobody opens a session here");
            });
    engine.start();
  }

  /** A connection. */
  public RawHttp http() throws IOException {
    return new RawHttp(engine.address().getPort());
  }

  /** The answer to a GET on a connection of its own. */
  public RawHttp.Answer get(String target, String... headers) throws IOException {
    try (RawHttp http = http()) {
      return http.get(target, headers).answer();
    }
  }

  @Override
  public void close() {
    engine.close();
  }
}
