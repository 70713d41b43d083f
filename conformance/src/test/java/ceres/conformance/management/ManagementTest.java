package ceres.conformance.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ceres.conformance.support.Management;
import ceres.conformance.support.Management.Answer;
import ceres.conformance.support.TestDatabase;
import ceres.conformance.support.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is at the management address, and who may ask for it. */
class ManagementTest {
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.managed(Map.of());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void a_server_that_is_well_says_so() {
    Answer health = server.management().get("/healthz");
    assertThat(health.status()).isEqualTo(200);
    assertThat(health.body()).isEqualTo("{\"status\":\"ok\"}\n");
    Answer readiness = server.management().get("/readyz");
    assertThat(readiness.status()).isEqualTo(200);
    assertThat(readiness.body()).isEqualTo("{\"status\":\"ready\"}\n");
    assertThat(readiness.header("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void metrics_are_what_prometheus_reads() {
    Answer metrics = server.management().get("/metrics");
    assertThat(metrics.status()).isEqualTo(200);
    assertThat(metrics.header("Content-Type"))
        .isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    assertThat(metrics.body()).contains("# TYPE ceres_ready gauge\nceres_ready 1.0\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/healthz", "/readyz", "/metrics", "/connections", "/rooms"})
  void nothing_of_it_is_on_the_public_port(String path) {
    Answer answer = new Management(server.port()).operate("GET", path, "");
    assertThat(answer.body()).doesNotContain("ceres_", "\"status\"", "connections\"", "rooms\"");
    assertThat(answer.status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /nothing, 404",
    "GET, /connections/x, 404",
    "POST, /healthz, 405",
    "DELETE, /connections, 405",
    "GET, /users/x/disconnect, 405",
    "GET, /rooms/x/messages, 405",
    "OPTIONS, /rooms/x/messages, 405",
  })
  void what_is_not_there_is_not_there(String method, String path, int status) {
    assertThat(server.management().operate(method, path, "").status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /connections",
    "GET, /rooms",
    "POST, /users/00000000-0000-4000-8000-000000000000/disconnect",
    "POST, /rooms/general/messages",
  })
  void operators_show_the_token(String method, String path) {
    Management management = server.management();
    for (String header :
        List.of("Bearer " + Management.TOKEN + "x", "Bearer x", "Basic abc", "Bearer")) {
      Answer refused = management.ask(method, path, "", "Authorization", header);
      assertThat(refused.status()).as(header).isEqualTo(401);
      assertThat(refused.header("WWW-Authenticate")).isEqualTo("Bearer");
    }
    assertThat(management.ask(method, path, "").status()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /connections",
    "GET, /rooms",
    "POST, /users/00000000-0000-4000-8000-000000000000/disconnect",
    "POST, /rooms/general/messages",
  })
  void without_a_token_nobody_operates(String method, String path) {
    try (TestServer closed =
        TestServer.start(TestDatabase.create(), Map.of("MANAGEMENT_PORT", "0"))) {
      Answer refused = closed.management().operate(method, path, "");
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.body())
          .isEqualTo("{\"error\":\"Set MANAGEMENT_TOKEN to operate this server.\"}\n");
    }
  }

  @Test
  void a_request_that_is_too_long_or_badly_escaped_is_refused() {
    Management management = server.management();
    assertThat(management.operate("POST", "/rooms/x/messages", "x".repeat(70_000)).status())
        .isEqualTo(413);
    assertThat(management.get("/rooms?limit=0", operator()).status()).isEqualTo(400);
    assertThat(management.get("/connections?limit=1001", operator()).status()).isEqualTo(400);
  }

  private static String[] operator() {
    return new String[] {"Authorization", "Bearer " + Management.TOKEN};
  }

  @Test
  void it_can_be_off() {
    try (TestServer off =
        TestServer.start(TestDatabase.create(), Map.of("MANAGEMENT_PORT", "off"))) {
      assertThatThrownBy(off::management).isInstanceOf(java.util.NoSuchElementException.class);
      off.connect("Ada", "general").close();
    }
  }

  @Test
  void a_port_that_was_asked_for_and_is_taken_keeps_the_server_from_starting() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      assertThatThrownBy(() -> TestServer.managed(Map.of("MANAGEMENT_PORT", port)).close())
          .hasRootCauseMessage(
              "The management address 127.0.0.1:%s (MANAGEMENT_HOST, MANAGEMENT_PORT) cannot be used: Address already in use."
                  .formatted(port));
    }
  }
}
