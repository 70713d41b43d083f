package ceres.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ceres.chat.server.page.ChatPage;
import ceres.conformance.support.TestDatabase;
import ceres.conformance.support.TestServer;
import ceres.testing.wire.RawHttp;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a server says over HTTP about its page. What browsers make of it is tested in browsers. */
class PageTest {
  private static final String NOT_FOUND = "404 Not Found";

  @Test
  void with_a_database_of_yours_the_page_wants_tokens() throws Exception {
    Map<String, String> settings =
        Map.of("PAGE_TOKEN_ORIGINS", "https://example.org,https://Test.Example.Org");
    try (TestServer server = TestServer.start(TestDatabase.create(), settings)) {
      RawHttp.Answer config = get(server, "/page/config.json");
      assertThat(config.body())
          .startsWith(
              "{\"signIn\":\"token\",\"tokenOrigins\":[\"https://example.org\","
                  + "\"https://test.example.org\"],\"version\":\"")
          .matches(".*\"version\":\"\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\"}");
      assertThat(config.header("content-security-policy"))
          .endsWith("frame-ancestors 'self' https://example.org https://test.example.org");
    }
  }

  @Test
  void a_name_is_not_enough_where_there_are_users_to_protect() throws Exception {
    try (TestServer server = TestServer.start();
        RawHttp http = new RawHttp(server.port())) {
      String body = "{\"name\":\"Ada\"}";
      String head =
          RawHttp.head(
              "POST",
              "/page/sign-in",
              "Content-Type: application/json",
              "Content-Length: " + body.length());
      assertThat(http.send(head + "\r\n" + body).answer().brief()).isEqualTo(NOT_FOUND);
    }
  }

  @Test
  void the_page_and_all_that_it_loads_are_there() throws Exception {
    assumeThat(ChatPage.isPacked()).as("built with npm").isTrue();
    try (TestServer server = TestServer.start()) {
      RawHttp.Answer page = get(server, "/");
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.header("content-type")).isEqualTo("text/html; charset=utf-8");
      assertThat(page.header("content-security-policy")).startsWith("default-src 'none'; ");
      assertThat(page.body()).doesNotContain("<style", "http://", "//cdn").doesNotContain("onload");
      var loaded =
          Pattern.compile("(?:src|href)=\"\\./([^\"]+)\"").matcher(page.body()).results().toList();
      assertThat(loaded).isNotEmpty();
      for (var each : loaded) {
        assertThat(get(server, "/" + each.group(1)).status()).as(each.group(1)).isEqualTo(200);
      }
    }
  }

  @Test
  void the_page_can_be_switched_off() throws Exception {
    try (TestServer server = TestServer.start(TestDatabase.create(), Map.of("PAGE", "false"))) {
      for (String path : new String[] {"/", "/index.html", "/page/config.json", "/page/sign-in"}) {
        assertThat(get(server, path).brief()).as(path).isEqualTo(NOT_FOUND);
      }
    }
  }

  private static RawHttp.Answer get(TestServer server, String path) throws IOException {
    try (RawHttp http = new RawHttp(server.port())) {
      return http.get(path).answer();
    }
  }
}
