package ceres.samples;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.engineio.server.Admission;
import ceres.engineio.server.CloseReason;
import ceres.engineio.server.EngineConfig;
import ceres.engineio.server.EngineServer;
import ceres.engineio.server.HttpFile;
import ceres.engineio.server.OutgoingPacket;
import ceres.engineio.server.SessionListener;
import ceres.testing.wire.Endpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Engine.IO without Socket.IO. */
class EngineSamplesTest {
  private static final String POLLING = "/socket.io/?EIO=4&transport=polling";

  /** Says whether a token is a good one. */
  private interface Tokens {
    CompletionStage<Boolean> check(@Nullable String token);
  }

  /** Hears nothing. */
  private static final class Deaf implements SessionListener {
    @Override
    public void onText(String message) {}

    @Override
    public void onBinary(byte[] message) {}

    @Override
    public void onClose(CloseReason reason) {}
  }

  private static EngineServer started(EngineConfig.Builder config) throws IOException {
    EngineServer server =
        new EngineServer(config.host("127.0.0.1").port(0).build(), _ -> new Deaf());
    server.start();
    return server;
  }

  private static Endpoint endpoint(EngineServer server) {
    return new Endpoint(server.address().getPort(), "/socket.io/");
  }

  @Test
  void a_handshake_is_asked_about() throws IOException {
    Tokens tokens = token -> CompletableFuture.completedFuture("good".equals(token));
    // sample: allowRequest
    var config =
        EngineConfig.builder()
            .allowRequest(request ->
                tokens
                    .check(request.header("authorization")) // CompletionStage<Boolean>
                    .thenApply(good -> good ? Admission.ACCEPTED : Admission.refused("bad token")));
    // end
    try (EngineServer server = started(config)) {
      assertThat(endpoint(server).get(POLLING, "Authorization: good").status()).isEqualTo(200);
      assertThat(endpoint(server).get(POLLING, "Authorization: bad").brief())
          .isEqualTo("400 {\"code\":4,\"message\":\"bad token\"}");
    }
  }

  @Test
  void a_page_is_served() throws IOException {
    byte[] bytes = "<p>hello</p>".getBytes(StandardCharsets.UTF_8);
    // sample: engine resources
    HttpFile page =
        new HttpFile(
            bytes, "text/html; charset=utf-8", "\"1\"", Map.of("Cache-Control", "no-cache"));
    var config =
        EngineConfig.builder()
            .resources(request -> request.path().equals("/") ? page.answer(request) : null);
    // end
    try (EngineServer server = started(config)) {
      assertThat(endpoint(server).get("/").brief()).isEqualTo("200 <p>hello</p>");
      assertThat(endpoint(server).get("/other").status()).isEqualTo(404);
    }
  }

  @Test
  void engine_io_alone() throws IOException {
    // sample: engine alone
    EngineConfig config = EngineConfig.builder().path("/engine.io/").port(0).build();
    EngineServer server =
        new EngineServer(
            config,
            session ->
                new SessionListener() {
                  @Override
                  public void onText(String message) {
                    session.send(OutgoingPacket.text(message));
                  }

                  @Override
                  public void onBinary(byte[] message) {
                    session.send(OutgoingPacket.binary(message));
                  }

                  @Override
                  public void onClose(CloseReason reason) {}
                });
    server.start();
    // end
    try (server;
        Guest guest = new Guest(server.address().getPort(), "/engine.io/")) {
      guest.send("4hello", "bAQI=");
      assertThat(guest.next()).isEqualTo("4hello");
      assertThat(guest.next()).isEqualTo("bAQI=");
    }
  }
}
