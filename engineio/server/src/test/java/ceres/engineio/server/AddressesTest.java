package ceres.engineio.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What counts as one address, and for how long it is known. */
class AddressesTest {

  private static AddressKey key(String literal) {
    return Objects.requireNonNull(
        AddressKey.of(new InetSocketAddress(InetAddress.ofLiteral(literal), 1)));
  }

  @Test
  void a_network_of_64_bits_is_one_address_of_ipv6() {
    assertThat(key("2001:db8:1:2::1")).isEqualTo(key("2001:db8:1:2:ffff::9"));
    assertThat(key("2001:db8:1:2::1")).isNotEqualTo(key("2001:db8:1:3::1"));
  }

  @Test
  void each_address_of_ipv4_is_one_and_the_same_written_as_ipv6() {
    assertThat(key("192.0.2.1")).isNotEqualTo(key("192.0.2.2"));
    assertThat(key("192.0.2.1")).isEqualTo(key("::ffff:192.0.2.1"));
  }

  @Test
  void an_address_that_is_not_known_is_not_counted() {
    assertThat(AddressKey.of(InetSocketAddress.createUnresolved("gone", 0))).isNull();
  }

  @Test
  void an_address_that_uses_nothing_any_more_is_forgotten() {
    Addresses addresses = new Addresses(Rate.UNLIMITED);
    assertThat(addresses.connected(key("192.0.2.1"))).isEqualTo(1);
    assertThat(addresses.connected(key("192.0.2.1"))).isEqualTo(2);
    addresses.opened(key("192.0.2.1"));
    addresses.disconnected(key("192.0.2.1"));
    addresses.disconnected(key("192.0.2.1"));
    assertThat(addresses.size()).isEqualTo(1);
    addresses.ended(key("192.0.2.1"));
    assertThat(addresses.size()).isZero();
  }

  @Test
  void who_goes_and_comes_back_has_not_more_handshakes() {
    Addresses addresses = new Addresses(new Rate(1, 1));
    assertThat(addresses.takeHandshake(key("192.0.2.1"), System.nanoTime())).isZero();
    addresses.opened(key("192.0.2.1"));
    addresses.ended(key("192.0.2.1"));
    assertThat(addresses.takeHandshake(key("192.0.2.1"), System.nanoTime())).isPositive();
    assertThat(addresses.takeHandshake(key("192.0.2.2"), System.nanoTime())).isZero();
  }

  @Test
  void many_addresses_that_came_once_are_not_known_for_ever() {
    Addresses addresses = new Addresses(new Rate(1_000_000, 1));
    for (int i = 0; i < 100_000; i++) {
      addresses.takeHandshake(new AddressKey(false, i), System.nanoTime() - 1_000_000_000);
    }
    assertThat(addresses.size()).isLessThan(50_000);
  }
}
