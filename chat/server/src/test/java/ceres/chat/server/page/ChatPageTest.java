package ceres.chat.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.chat.server.config.PageConfig;
import ceres.chat.server.http.HttpServerOfTests;
import ceres.chat.server.token.Secret;
import ceres.chat.server.token.TokenConfig;
import ceres.chat.server.token.TokenMint;
import ceres.testing.wire.RawHttp;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChatPageTest {
  private static final List<String> NOBODY = List.of();
  private static final TokenConfig TOKENS =
      new TokenConfig(Secret.of("0123456789abcdef0123456789abcdef"), null, null, null);

  @Test
  void the_page_is_told_that_a_name_is_enough() throws Exception {
    TokenMint mint = new TokenMint(Secret.of("a secret"), TOKENS, InstantSource.system());
    try (HttpServerOfTests server = serve(NOBODY, mint)) {
      RawHttp.Answer answer = server.get("/page/config.json");
      assertThat(answer.brief())
          .isEqualTo("200 {\"signIn\":\"trial\",\"tokenOrigins\":[],\"version\":\"1.2.3\"}");
      assertThat(answer.headers())
          .containsEntry("content-type", "application/json; charset=utf-8")
          .containsEntry("cache-control", "no-cache")
          .doesNotContainKey("access-control-allow-origin");
      assertThat(server.get("/page/sign-in").status()).isEqualTo(405);
    }
  }

  @Test
  void the_page_is_told_who_may_hand_it_tokens() throws Exception {
    try (HttpServerOfTests server =
        serve(List.of("https://b.example.org", "http://localhost:3000"), null)) {
      assertThat(server.get("/page/config.json").body())
          .isEqualTo(
              "{\"signIn\":\"token\",\"tokenOrigins\":"
                  + "[\"https://b.example.org\",\"http://localhost:3000\"],\"version\":\"1.2.3\"}");
    }
  }

  @Test
  void without_the_trial_mode_nobody_can_sign_in() throws Exception {
    try (HttpServerOfTests server = serve(NOBODY, null);
        RawHttp http = server.http()) {
      assertThat(http.post("/page/sign-in", "{\"name\":\"Ada\"}").answer().brief())
          .isEqualTo("404 Not Found");
      assertThat(http.get("/page/sign-in").answer().brief()).isEqualTo("404 Not Found");
    }
  }

  @Test
  void the_page_may_do_no_more_than_it_has_to() throws Exception {
    try (HttpServerOfTests server = serve(NOBODY, null)) {
      assertThat(server.get("/page/config.json").headers())
          .containsEntry(
              "content-security-policy",
              "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: data:;"
                  + " connect-src 'self'; font-src 'self'; manifest-src 'self'; base-uri 'none';"
                  + " form-action 'none'; require-trusted-types-for 'script';"
                  + " frame-ancestors 'self'")
          .containsEntry("x-content-type-options", "nosniff")
          .containsEntry("referrer-policy", "no-referrer")
          .containsEntry("cross-origin-opener-policy", "same-origin")
          .containsEntry("cross-origin-resource-policy", "same-origin")
          .containsEntry("permissions-policy", "camera=(), geolocation=(), microphone=()");
    }
  }

  @Test
  void who_may_hand_it_tokens_may_frame_it_and_keep_a_window_of_it() throws Exception {
    try (HttpServerOfTests server = serve(List.of("https://example.org"), null)) {
      RawHttp.Answer answer = server.get("/page/config.json");
      assertThat(answer.header("content-security-policy"))
          .endsWith("; frame-ancestors 'self' https://example.org");
      assertThat(answer.header("cross-origin-opener-policy")).isEqualTo("unsafe-none");
    }
  }

  private static HttpServerOfTests serve(List<String> origins, @Nullable TokenMint mint)
      throws Exception {
    return new HttpServerOfTests(
        new ChatPage(new PageConfig(true, mint != null, origins), "1.2.3", mint));
  }
}
