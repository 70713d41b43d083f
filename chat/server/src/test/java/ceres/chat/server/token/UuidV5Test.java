package ceres.chat.server.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class UuidV5Test {
  @Test
  void givesTheUuidOfTheRfcsExample() {
    assertThat(UuidV5.of(UuidV5.DNS, "www.example.com"))
        .isEqualTo(UUID.fromString("2ed6657d-e927-568b-95e1-2665a8aea6a2"));
  }

  @Test
  void isOfVersion5AndOfTheRfcsVariant() {
    for (int i = 0; i < 100; i++) {
      UUID id = UuidV5.of(UuidV5.URL, "name " + i);
      assertThat(id.version()).isEqualTo(5);
      assertThat(id.variant()).isEqualTo(2);
    }
  }

  @Test
  void dependsOnTheNamespaceAndOnTheName() {
    assertThat(UuidV5.of(UuidV5.URL, "a"))
        .isEqualTo(UuidV5.of(UuidV5.URL, "a"))
        .isNotEqualTo(UuidV5.of(UuidV5.URL, "b"))
        .isNotEqualTo(UuidV5.of(UuidV5.DNS, "a"));
  }
}
