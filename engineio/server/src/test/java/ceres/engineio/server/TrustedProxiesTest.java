package ceres.engineio.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ceres.engineio.server.TrustedProxies.Header;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a proxy is believed to speak for. */
class TrustedProxiesTest {
  private static final TrustedProxies PROXIES =
      TrustedProxies.of(List.of("10.0.0.0/8", "::1"), Header.X_FORWARDED_FOR);

  private static String client(
      TrustedProxies proxies, String peer, String header, String... values) {
    HttpHeaders headers = new DefaultHttpHeaders();
    headers.add(header, List.of(values));
    return proxies
        .client(new InetSocketAddress(InetAddress.ofLiteral(peer), 1), headers)
        .getAddress()
        .getHostAddress();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.0.0.1 | 192.0.2.1 | 192.0.2.1",
        "10.0.0.1 | 192.0.2.1, 10.9.9.9 | 192.0.2.1",
        "10.0.0.1 | 203.0.113.7, 192.0.2.1 | 192.0.2.1",
        "10.0.0.1 | 127.0.0.1, 192.0.2.1, 10.9.9.9 | 192.0.2.1",
        "10.0.0.1 | 10.1.1.1, 10.2.2.2 | 10.1.1.1",
        "10.0.0.1 | 192.0.2.1:4711 | 192.0.2.1",
        "10.0.0.1 | 2001:db8::5 | 2001:db8:0:0:0:0:0:5",
        "10.0.0.1 | [2001:db8::5]:80 | 2001:db8:0:0:0:0:0:5",
        "10.0.0.1 | 192.0.2.1, unknown | 10.0.0.1",
        "10.0.0.1 | 192.0.2.1, example.org, 10.9.9.9 | 10.9.9.9",
        "10.0.0.1 | '' | 10.0.0.1",
        "11.0.0.1 | 192.0.2.1 | 11.0.0.1",
        "::1 | 192.0.2.1 | 192.0.2.1",
      })
  void the_client_is_the_rightmost_address_that_is_no_trusted_proxys(
      String peer, String header, String client) {
    assertThat(client(PROXIES, peer, "X-Forwarded-For", header)).isEqualTo(client);
  }

  @Test
  void a_header_given_twice_is_one_list() {
    assertThat(client(PROXIES, "10.0.0.1", "X-Forwarded-For", "203.0.113.7", "192.0.2.1"))
        .isEqualTo("192.0.2.1");
  }

  @Test
  void the_other_header_is_the_clients_own_invention() {
    assertThat(client(PROXIES, "10.0.0.1", "Forwarded", "for=192.0.2.1")).isEqualTo("10.0.0.1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "for=192.0.2.1",
        "For=\"192.0.2.1:80\";proto=https, for=10.1.1.1",
        "for=203.0.113.7, by=10.1.1.1; for=192.0.2.1"
      })
  void forwarded_is_read_if_that_is_what_the_proxies_write(String header) {
    TrustedProxies proxies = TrustedProxies.of(List.of("10.0.0.0/8"), Header.FORWARDED);
    assertThat(client(proxies, "10.0.0.1", "Forwarded", header)).isEqualTo("192.0.2.1");
    assertThat(client(proxies, "10.0.0.1", "Forwarded", "for=\"[2001:db8::5]:80\""))
        .isEqualTo("2001:db8:0:0:0:0:0:5");
  }

  @Test
  void nobody_is_trusted_unless_named() {
    assertThat(client(TrustedProxies.NONE, "127.0.0.1", "X-Forwarded-For", "192.0.2.1"))
        .isEqualTo("127.0.0.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "10.0.0.0/33", "10.0.0.0/", "", "10.0.0.0/-1", "::/129"})
  void what_is_no_network_is_refused(String text) {
    assertThatThrownBy(() -> TrustedProxies.of(List.of(text), Header.FORWARDED))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "10.64.0.0/10, 10.127.255.255, true",
    "10.64.0.0/10, 10.128.0.0, false",
    "0.0.0.0/0, 192.0.2.1, true",
    "0.0.0.0/0, ::1, false",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
  })
  void a_network_is_as_large_as_its_bits_say(String network, String address, boolean isIn) {
    assertThat(
            TrustedProxies.of(List.of(network), Header.FORWARDED)
                .trusts(InetAddress.ofLiteral(address)))
        .isEqualTo(isIn);
  }
}
