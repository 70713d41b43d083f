package ceres.socketio.server;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.engineio.server.EngineConfig;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The defaults. */
class SocketIoConfigTest {

  @Test
  void the_defaults_are_those_of_the_reference_server() {
    SocketIoConfig config = SocketIoConfig.builder().build();
    assertThat(config.engine()).isEqualTo(EngineConfig.DEFAULTS);
    assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(45));
    assertThat(config.maxAttachments()).isEqualTo(10);
    assertThat(config.maxConnectErrors()).isZero();
    assertThat(config.serveClient()).isTrue();
    assertThat(config.recovery()).isNull();
  }
}
