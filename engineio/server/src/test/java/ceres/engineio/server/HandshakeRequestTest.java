package ceres.engineio.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HandshakeRequestTest {
  private static final InetSocketAddress CLIENT = new InetSocketAddress("192.0.2.7", 50_000);

  @Test
  void aRequestThatCameIsSeenAsItCame() {
    HttpRequest request =
        new DefaultHttpRequest(
            HttpVersion.HTTP_1_1, HttpMethod.GET, "/socket.io/a%20b?EIO=4&x=%C3%A9+1&x=2&empty");
    request
        .headers()
        .add("Host", "chat.example")
        .add("X-Shape", "round")
        .add("Cookie", "a=1")
        .add("cookie", "b=2")
        .add("x-SHAPE", "é");
    HandshakeRequest seen = new HandshakeRequest(request, CLIENT);
    assertThat(seen.path()).isEqualTo("/socket.io/a b");
    assertThat(seen.query()).isEqualTo(Map.of("EIO", "4", "x", "é 1", "empty", ""));
    assertThat(seen.headers())
        .isEqualTo(Map.of("host", "chat.example", "x-shape", "round, é", "cookie", "a=1, b=2"));
    assertThat(seen.header("host")).isEqualTo("chat.example");
    assertThat(seen.header("cookie")).isEqualTo("a=1, b=2");
    assertThat(seen.header("x-shape")).isEqualTo("round, é");
    assertThat(seen.header("shape")).isNull();
    assertThat(seen.header("authorization")).isNull();
    assertThat(seen.remoteAddress()).isEqualTo(CLIENT);
  }

  @Test
  void aRequestCanBeMadeOfItsParts() {
    Map<String, String> query = Map.of("EIO", "4", "a&b", "c=d", "+", "% ü");
    Map<String, String> headers = Map.of("host", "a", "x-y", "b: c", "empty", "");
    HandshakeRequest made = new HandshakeRequest("/a b/ü?+", query, headers, CLIENT);
    assertThat(made.path()).isEqualTo("/a b/ü?+");
    assertThat(made.query()).isEqualTo(query);
    assertThat(made.headers()).isEqualTo(headers);
    assertThat(made)
        .isEqualTo(new HandshakeRequest("/a b/ü?+", query, headers, CLIENT))
        .hasSameHashCodeAs(new HandshakeRequest("/a b/ü?+", query, headers, CLIENT))
        .isNotEqualTo(new HandshakeRequest("/a b/ü?+", query, Map.of(), CLIENT));
  }

  @Test
  void aHeaderIsOneLine() {
    assertThatThrownBy(
            () -> new HandshakeRequest("/", Map.of(), Map.of("a", "b\nhost:evil"), CLIENT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a header of two lines: a");
    assertThatThrownBy(() -> new HandshakeRequest("/", Map.of(), Map.of("a:b", ""), CLIENT))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theMapsCannotBeChanged() {
    HandshakeRequest request = new HandshakeRequest("/", Map.of("a", "1"), Map.of(), CLIENT);
    assertThatThrownBy(() -> request.query().put("a", "2"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> request.headers().put("a", "2"))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
