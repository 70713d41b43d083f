package ceres.conformance.protocol;

import ceres.engineio.server.EngineConfig;
import ceres.engineio.server.EngineServer;
import ceres.engineio.server.SessionListener;
import java.io.IOException;
import java.time.Duration;

/** A server of Engine.IO that sends back what it gets, as a user of the library writes it. */
final class EchoServer {
  private EchoServer() {}

  /** Starts one. */
  static EngineServer start(int port) throws IOException {
    EngineConfig config =
        EngineConfig.builder()
            .host("127.0.0.1")
            .port(port)
            .path("/engine.io/")
            .pingInterval(Duration.ofMillis(300))
            .pingTimeout(Duration.ofMillis(200))
            .build();
    var server = new EngineServer(config, it -> SessionListener.ofMessages(it::send));
    server.start();
    return server;
  }

  /** Starts one on the port that is given. */
  public static void main(String[] args) throws IOException {
    EngineServer _ = start(Integer.parseInt(args[0]));
  }
}
