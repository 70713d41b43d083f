package ceres.chat.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ChatConfigTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void theDefaultsAreTheDocumentedOnes() {
    assertThat(ChatConfig.DEFAULTS)
        .isEqualTo(
            new ChatConfig(
                100, Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(1), 50));
  }

  @Test
  void theSmallestOfEverythingIsAllowed() {
    assertThat(new ChatConfig(1, Duration.ZERO, Duration.ofNanos(1), Duration.ZERO, 1)).isNotNull();
  }

  @Test
  void aNumberOutOfItsRangeIsRefusedByName() {
    refuses("maxRoomsPerConnection", () -> new ChatConfig(0, SECOND, SECOND, SECOND, 50));
    refuses("leaveDelay", () -> new ChatConfig(1, SECOND.negated(), SECOND, SECOND, 50));
    refuses("typingTimeout", () -> new ChatConfig(1, SECOND, Duration.ZERO, SECOND, 50));
    refuses("typingThrottle", () -> new ChatConfig(1, SECOND, SECOND, SECOND.negated(), 50));
    refuses("historyLength", () -> new ChatConfig(1, SECOND, SECOND, SECOND, 0));
    refuses("historyLength", () -> new ChatConfig(1, SECOND, SECOND, SECOND, 101));
  }

  private static void refuses(String name, Runnable construction) {
    assertThatThrownBy(construction::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(name);
  }
}
