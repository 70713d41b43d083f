package ceres.samples;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.engineio.server.CookieConfig;
import ceres.engineio.server.CorsConfig;
import ceres.engineio.server.HttpFile;
import ceres.engineio.server.TlsConfig;
import ceres.socketio.adapter.Adapter;
import ceres.socketio.adapter.AdapterContext;
import ceres.socketio.adapter.AdapterFactory;
import ceres.socketio.adapter.InMemoryAdapter;
import ceres.socketio.msgpack.MessagePackParser;
import ceres.socketio.server.SocketIoConfig;
import ceres.socketio.server.SocketIoServer;
import ceres.testing.wire.Endpoint;
import ceres.testing.wire.RawHttp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings of a server, and its end. */
class ServerSamplesTest extends SampleTest {

  private Endpoint endpoint(SocketIoServer server) {
    return new Endpoint(server.address().getPort(), PATH);
  }

  private SocketIoServer started(SocketIoConfig.Builder config) {
    SocketIoServer server = server(config);
    start(server);
    return server;
  }

  @Test
  void messagepack() {
    // sample: messagepack
    var config = SocketIoConfig.builder().parser(new MessagePackParser());
    // end
    Guest guest = open(started(config));
    guest.send("bgqR0eXBlAKNuc3ChLw=="); // {type: 0, nsp: "/"}
    assertThat(Base64.getDecoder().decode(guest.next().substring(1)))
        .asString(StandardCharsets.ISO_8859_1)
        .startsWith("\u0083\u00a4type\0\u00a4data\u0081\u00a3sid\u00b4");
  }

  @Test
  void settings_of_the_layer_below() throws IOException {
    // sample: engine
    var config =
        SocketIoConfig.builder()
            .port(8080)
            .path("/chat/")
            .maxPayload(100_000)
            .engine(engine -> engine.upgradeTimeout(Duration.ofSeconds(5)).httpCompression(false));
    // end
    SocketIoServer server = started(config);
    assertThat(new Endpoint(server.address().getPort(), "/chat/").openPolling()).hasSize(20);
    assertThat(config.build().engine().httpCompression()).isFalse();
  }

  @Test
  void cors() throws IOException {
    // sample: cors
    var config =
        SocketIoConfig.builder()
            .engine(engine -> engine.cors(new CorsConfig(Set.of("https://app.example.org"))));
    // end
    Endpoint endpoint = endpoint(started(config));
    String target = PATH + "?EIO=4&transport=polling";
    assertThat(
            endpoint
                .get(target, "Origin: https://app.example.org")
                .header("access-control-allow-origin"))
        .isEqualTo("https://app.example.org");
    assertThat(
            endpoint
                .get(target, "Origin: https://evil.example")
                .header("access-control-allow-origin"))
        .isNull();
  }

  @Test
  void cookie() throws IOException {
    // sample: cookie
    var config = SocketIoConfig.builder().engine(engine -> engine.cookie(CookieConfig.DEFAULTS));
    // end
    RawHttp.Answer answer = endpoint(started(config)).get(PATH + "?EIO=4&transport=polling");
    assertThat(answer.header("set-cookie"))
        .isEqualTo("io=" + Endpoint.sidOf(answer.body()) + "; Path=/; HttpOnly; SameSite=Lax");
  }

  @Test
  void tls(@TempDir Path folder) throws Exception {
    Certificate certificate = Certificate.in(folder);
    Path chain = certificate.chain();
    Path key = certificate.key();
    // sample: tls
    var config = SocketIoConfig.builder().engine(engine -> engine.tls(new TlsConfig(chain, key)));
    // end
    try (RawHttp http = certificate.connect(started(config).address().getPort())) {
      assertThat(http.get(PATH + "?EIO=4&transport=polling").answer().body())
          .startsWith("0{\"sid\":\"");
    }
  }

  @Test
  void compression() throws IOException {
    // sample: compression
    var config =
        SocketIoConfig.builder()
            .engine(engine -> engine.perMessageDeflate(true).compressionThreshold(512));
    // end
    try (RawHttp http = endpoint(started(config)).connect()) {
      RawHttp _ =
          http.get(
              PATH + "?EIO=4&transport=websocket",
              "Upgrade: websocket",
              "Connection: Upgrade",
              "Sec-WebSocket-Version: 13",
              "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
              "Sec-WebSocket-Extensions: permessage-deflate");
      assertThat(http.answer(false).header("sec-websocket-extensions"))
          .startsWith("permessage-deflate");
    }
  }

  @Test
  void old_clients() throws IOException {
    // sample: old clients
    var config = SocketIoConfig.builder().engine(engine -> engine.allowEio3(true));
    // end
    assertThat(endpoint(started(config)).get(PATH + "?EIO=3&transport=polling").status())
        .isEqualTo(200);
    assertThat(endpoint(started(SocketIoConfig.builder())).get(PATH + "?EIO=3&transport=polling"))
        .extracting(RawHttp.Answer::brief)
        .isEqualTo("400 {\"code\":5,\"message\":\"Unsupported protocol version\"}");
  }

  @Test
  void a_page_is_served() throws IOException {
    byte[] bytes = "<p>hello</p>".getBytes(StandardCharsets.UTF_8);
    // sample: resources
    HttpFile page =
        new HttpFile(
            bytes, "text/html; charset=utf-8", "\"1\"", Map.of("Cache-Control", "no-cache"));
    var config =
        SocketIoConfig.builder()
            .engine(engine ->
                engine.resources(
                    request -> request.path().equals("/") ? page.answer(request) : null));
    // end
    Endpoint endpoint = endpoint(started(config));
    assertThat(endpoint.get("/").brief()).isEqualTo("200 <p>hello</p>");
    assertThat(endpoint.get("/other").status()).isEqualTo(404);
  }

  @Test
  void an_adapter_is_plugged_in() {
    // sample: adapter
    AdapterFactory adapters =
        new AdapterFactory() {
          @Override
          public <E> Adapter<E> adapter(AdapterContext<E> context) {
            log.add("adapter of " + context.namespace());
            return new InMemoryAdapter<>(context); // yours goes here
          }
        };
    var config = SocketIoConfig.builder().adapters(adapters);
    // end
    SocketIoServer server = started(config);
    assertThat(nextLogged()).isEqualTo("adapter of /");
    Guest guest = open(server);
    String _ = guest.connect();
    server.emit("hello");
    assertThat(guest.next()).isEqualTo("42[\"hello\"]");
  }

  @Test
  void a_server_closes_gracefully() {
    start(io);
    Guest guest = guest();
    io.of("/").handlers().onDisconnect((_, reason) -> log.add(reason.text()));
    // sample: close
    Runtime.getRuntime().addShutdownHook(new Thread(io::close));
    // end
    io.close();
    assertThat(guest.next()).isEqualTo("end");
    assertThat(nextLogged()).isEqualTo("server shutting down");
  }
}
