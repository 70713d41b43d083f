package ceres.socketio.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ceres.engineio.server.HttpAnswer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link SocketIoConfig#serveClient}; the files are those of the tests' resources. */
class BrowserClientTest extends SocketIoTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String TRANSPORT_UNKNOWN = "{\"code\":0,\"message\":\"Transport unknown\"}";

  private static HttpResponse<byte[]> request(
      SocketIoServer server, String method, String path, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.address().getPort() + "/socket.io" + path))
            .method(method, BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static HttpResponse<byte[]> get(SocketIoServer server, String path, String... headers)
      throws Exception {
    return request(server, "GET", path, headers);
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), UTF_8);
  }

  private static String packaged(String name) throws IOException {
    try (InputStream in =
        BrowserClientTest.class.getResourceAsStream("/META-INF/ceres/socket.io-client/" + name)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "socket.io.js",
        "socket.io.min.js",
        "socket.io.esm.min.js",
        "socket.io.msgpack.min.js"
      })
  void a_bundle_and_its_map_are_below_the_path(String name) throws Exception {
    SocketIoServer server = started(server());
    HttpResponse<byte[]> bundle = get(server, "/" + name);
    assertThat(bundle.statusCode()).isEqualTo(200);
    assertThat(text(bundle)).isEqualTo(packaged(name)).startsWith("/* " + name + " of a test */");
    assertThat(bundle.headers().map())
        .containsEntry("content-type", of("application/javascript; charset=utf-8"))
        .containsEntry("etag", of("\"1.2.3-test\""))
        .containsEntry("cache-control", of("public, max-age=0"))
        .containsEntry("vary", of("Accept-Encoding"));
    HttpResponse<byte[]> map = get(server, "/" + name + ".map");
    assertThat(text(map)).isEqualTo("{\"file\":\"" + name + "\"}\n");
    assertThat(map.headers().map())
        .containsEntry("content-type", of("application/json; charset=utf-8"))
        .containsEntry("etag", of("\"1.2.3-test\""));
  }

  private static List<String> of(String value) {
    return List.of(value);
  }

  @Test
  void it_is_compressed_for_who_accepts_that() throws Exception {
    SocketIoServer server = started(server());
    HttpResponse<byte[]> answer = get(server, "/socket.io.js", "Accept-Encoding", "gzip, br");
    assertThat(answer.headers().firstValue("content-encoding")).contains("gzip");
    assertThat(answer.body().length).isLessThan(500);
    try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
      assertThat(new String(plain.readAllBytes(), UTF_8)).isEqualTo(packaged("socket.io.js"));
    }
  }

  @Test
  void who_has_this_version_is_told_so() throws Exception {
    SocketIoServer server = started(server());
    for (String etag : new String[] {"\"1.2.3-test\"", "W/\"1.2.3-test\""}) {
      HttpResponse<byte[]> answer = get(server, "/socket.io.min.js", "If-None-Match", etag);
      assertThat(answer.statusCode()).isEqualTo(304);
      assertThat(answer.body()).isEmpty();
    }
    assertThat(get(server, "/socket.io.min.js", "If-None-Match", "\"1.2.2\"").statusCode())
        .isEqualTo(200);
  }

  @Test
  void head_gets_no_body_and_other_methods_405() throws Exception {
    SocketIoServer server = started(server());
    HttpResponse<byte[]> head = request(server, "HEAD", "/socket.io.js");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValueAsLong("content-length"))
        .hasValue(packaged("socket.io.js").length());
    assertThat(head.body()).isEmpty();
    HttpResponse<byte[]> post = request(server, "POST", "/socket.io.js");
    assertThat(post.statusCode()).isEqualTo(405);
    assertThat(post.headers().firstValue("allow")).contains("GET, HEAD");
  }

  @Test
  void a_file_is_not_a_session_and_a_session_is_not_a_file() throws Exception {
    SocketIoServer server = started(server());
    String query = "?EIO=4&transport=polling";
    assertThat(text(get(server, "/socket.io.min.js" + query))).startsWith("/* socket.io.min.js");
    assertThat(text(get(server, "/" + query))).startsWith("0{\"sid\":");
    assertThat(server.connectionCount()).isEqualTo(1);
    assertThat(text(get(server, "/package.json"))).isEqualTo(TRANSPORT_UNKNOWN);
    assertThat(text(get(server, "/x/socket.io.js"))).isEqualTo(TRANSPORT_UNKNOWN);
  }

  @Test
  void it_is_not_there_if_not_wanted() throws Exception {
    SocketIoServer server = started(server(config -> config.serveClient(false)));
    HttpResponse<byte[]> answer = get(server, "/socket.io.js");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(text(answer)).isEqualTo(TRANSPORT_UNKNOWN);
  }

  @Test
  void the_path_is_that_of_the_server_and_other_resources_come_after_it() throws Exception {
    SocketIoServer server =
        started(
            server(config -> {
              config
                  .engine()
                  .path("/socket.io/two/")
                  .resources(
                      request -> new HttpAnswer(200, Map.of(), request.path().getBytes(UTF_8)));
              return config;
            }));
    assertThat(text(get(server, "/two/socket.io.min.js"))).startsWith("/* socket.io.min.js");
    assertThat(text(get(server, "/socket.io.min.js"))).isEqualTo("/socket.io/socket.io.min.js");
    assertThat(text(get(server, "/two/?EIO=4&transport=polling"))).startsWith("0{");
  }
}
