package ceres.chat.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ceres.chat.core.ChatLimits;
import ceres.engineio.server.Rate;
import ceres.engineio.server.TrustedProxies;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings of what clients may use; {@link SettingsTest} has their defaults. */
class LimitSettingsTest {
  @TempDir Path folder;

  private LimitsConfig limits(Map<String, String> environment) throws InvalidSetting {
    SettingValues values = new SettingSources(Map.of(), environment, folder).read();
    return ChatServerConfig.from(values, folder).limits();
  }

  @Test
  void withoutRateLimitsNobodyIsCountedAndTheOtherLimitsStay() throws Exception {
    LimitsConfig limits = limits(Map.of("RATE_LIMITS", "off", "MAX_CONNECTIONS", "7"));
    assertThat(limits.users()).isEqualTo(ChatLimits.NONE);
    assertThat(limits.connections().maxConnections()).isEqualTo(7);
    assertThat(limits.connections().maxConnectionsPerAddress()).isZero();
    assertThat(limits.connections().handshakes()).isEqualTo(Rate.UNLIMITED);
    assertThat(limits.connections().handshakesPerAddress()).isEqualTo(Rate.UNLIMITED);
    assertThat(limits.connections().requestTimeout()).isEqualTo(Duration.ofSeconds(15));
    assertThat(limits.maxConnectErrors()).isZero();
  }

  @Test
  void aRateIsHowManyPerSecondAndHowManyAtOnce() throws Exception {
    LimitsConfig limits = limits(Map.of("MESSAGE_RATE", "3/7", "TYPING_RATE", "off"));
    assertThat(limits.users().messages()).isEqualTo(new ceres.chat.core.Rate(3, 7));
    assertThat(limits.users().typing()).isEqualTo(ceres.chat.core.Rate.UNLIMITED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"50", "50/", "/50", "0/5", "5/0", "-1/5", "5/5/5", "1e3/5"})
  void whatIsNoRateIsRefused(String text) {
    assertThatThrownBy(() -> limits(Map.of("MESSAGE_RATE", text)))
        .hasMessageContaining(
            "MESSAGE_RATE must be off, or how many per second and how many at once, as 50/500");
  }

  @Test
  void proxiesAreNetworksAndWriteOneHeader() throws Exception {
    Map<String, String> settings =
        Map.of("TRUSTED_PROXIES", "10.0.0.0/8, ::1", "FORWARDED_HEADER", "forwarded");
    assertThat(limits(settings).connections().proxies())
        .isEqualTo(
            TrustedProxies.of(List.of("10.0.0.0/8", "::1"), TrustedProxies.Header.FORWARDED));
    assertThatThrownBy(() -> limits(Map.of("TRUSTED_PROXIES", "proxy.example.org")))
        .hasMessageContaining("TRUSTED_PROXIES must be IP addresses, or networks such as");
  }
}
