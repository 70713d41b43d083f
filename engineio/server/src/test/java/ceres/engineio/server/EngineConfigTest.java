package ceres.engineio.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The defaults, as {@code docs/engineio.md} lists them, and the values that cannot be. */
class EngineConfigTest {

  @Test
  void the_defaults_are_those_of_the_reference_server() {
    EngineConfig config = EngineConfig.DEFAULTS;
    assertThat(config.path()).isEqualTo("/socket.io/");
    assertThat(config.transports())
        .containsExactlyInAnyOrder(TransportName.POLLING, TransportName.WEBSOCKET);
    assertThat(config.allowUpgrades()).isTrue();
    assertThat(config.pingInterval()).isEqualTo(Duration.ofSeconds(25));
    assertThat(config.pingTimeout()).isEqualTo(Duration.ofSeconds(20));
    assertThat(config.upgradeTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.closeTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.maxPayload()).isEqualTo(1_000_000);
    assertThat(config.httpCompression()).isTrue();
    assertThat(config.compressionThreshold()).isEqualTo(1_024);
    assertThat(config.perMessageDeflate()).isFalse();
    assertThat(config.cookie()).isNull();
    assertThat(config.cors()).isEqualTo(CorsConfig.OFF);
    assertThat(config.allowRequest()).isNull();
    assertThat(config.initialHeaders()).isNull();
    assertThat(config.headers()).isNull();
    assertThat(config.allowEio3()).isFalse();
  }

  @Test
  void what_the_reference_server_does_not_have_has_defaults_too() {
    EngineConfig config = EngineConfig.DEFAULTS;
    assertThat(config.host()).isEqualTo("0.0.0.0");
    assertThat(config.port()).isEqualTo(3000);
    assertThat(config.shutdownTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.maxBufferedBytes()).isEqualTo(4_194_304);
    assertThat(config.limits()).isEqualTo(ConnectionLimits.DEFAULTS);
    assertThat(config.tls()).isNull();
    assertThat(config.fixedHeaders()).isEmpty();
    assertThat(config.resources()).isEqualTo(HttpResources.NONE);
    assertThat(config.io()).isEqualTo(IoBackend.AUTO);
    assertThat(config.eventLoops()).isZero();
  }

  @Test
  void the_cookie_of_the_reference_server_is_there_when_wanted() {
    assertThat(CookieConfig.DEFAULTS.header("abc"))
        .isEqualTo("io=abc; Path=/; HttpOnly; SameSite=Lax");
  }

  @Test
  void other_resources_change_nothing_else() {
    EngineConfig config =
        EngineConfig.builder().port(1).shutdownTimeout(Duration.ofSeconds(1)).build();
    HttpResources others = _ -> null;
    EngineConfig changed = config.withResources(others);
    assertThat(changed.resources()).isEqualTo(others);
    assertThat(changed.withResources(HttpResources.NONE)).isEqualTo(config);
  }

  @Test
  void what_cannot_be_is_named() {
    assertRefused(
        it -> it.fixedHeaders(Map.of("Content-Length", "0")),
        "fixedHeaders must not say where a message ends, as {Content-Length=0} do");
    assertRefused(it -> it.port(65_536), "port must be 0 to 65535, not 65536");
    assertRefused(it -> it.path("x/"), "path must begin and end with '/', not be 'x/'");
    assertRefused(it -> it.transports(Set.of()), "transports must not be empty");
    assertRefused(
        it -> it.pingInterval(Duration.ZERO), "pingInterval must be at least 1 ms, not PT0S");
    assertRefused(
        it -> it.pingTimeout(Duration.ofNanos(1)),
        "pingTimeout must be at least 1 ms, not PT0.000000001S");
    assertRefused(
        it -> it.upgradeTimeout(Duration.ofMillis(-1)),
        "upgradeTimeout must be at least 1 ms, not PT-0.001S");
    assertRefused(
        it -> it.closeTimeout(Duration.ZERO), "closeTimeout must be at least 1 ms, not PT0S");
    assertRefused(
        it -> it.shutdownTimeout(Duration.ZERO), "shutdownTimeout must be at least 1 ms, not PT0S");
    assertRefused(it -> it.maxPayload(0), "maxPayload must be positive, not 0");
    assertRefused(it -> it.maxBufferedBytes(0), "maxBufferedBytes must be positive, not 0");
    assertRefused(
        it -> it.compressionThreshold(-1), "compressionThreshold must not be negative, but is -1");
    assertRefused(it -> it.eventLoops(-1), "eventLoops must not be negative, but is -1");
  }

  private static void assertRefused(UnaryOperator<EngineConfig.Builder> setting, String sentence) {
    assertThatThrownBy(() -> setting.apply(EngineConfig.builder()).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(sentence);
  }
}
