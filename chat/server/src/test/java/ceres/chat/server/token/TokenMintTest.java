package ceres.chat.server.token;

import static ceres.chat.server.token.Verdicts.NOW;
import static ceres.chat.server.token.Verdicts.SECRET;
import static ceres.chat.server.token.Verdicts.accepted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ceres.chat.core.UserDirectory.Claims;
import ceres.chat.server.token.TokenMint.Minted;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TokenMintTest {
  private final TokenConfig config = new TokenConfig(Secret.of(SECRET), null, "https://id", "chat");
  private final TokenMint mint = new TokenMint(Secret.of(SECRET), config, () -> NOW);

  @Test
  void whatItMintsIsAcceptedByTheServer() {
    Minted minted = mint.mint(request("Ada", "ada@example.org", null));
    VerifiedToken verified = accepted(Verdicts.verifier(config, JwksTimes.DEFAULT), minted.token());
    assertThat(verified.claims().name()).isEqualTo("Ada");
    assertThat(verified.claims().email()).isEqualTo("ada@example.org");
    assertThat(verified.expiresAt()).isEqualTo(NOW.plusSeconds(3600)).isEqualTo(minted.expiresAt());
  }

  @Test
  void theSamePersonAlwaysHasTheSameId() {
    assertThat(claims(request("Ada", null, null)).id())
        .isEqualTo(claims(request("Ada", null, null)).id())
        .isNotEqualTo(claims(request("Bob", null, null)).id());
    assertThat(claims(request("Ada", "a@x.org", null)).id())
        .isEqualTo(claims(request("Countess", "A@X.org", null)).id())
        .isNotEqualTo(claims(request("Ada", null, null)).id());
  }

  @Test
  void anIdThatIsAskedForIsTaken() {
    UUID id = UUID.fromString("0198c0de-0000-7000-8000-00000000abcd");
    assertThat(claims(request("Ada", null, id.toString())).id()).isEqualTo(id);
    assertThat(claims(request("Ada", null, "42")).id())
        .isEqualTo(UuidV5.of(UuidV5.of(UuidV5.URL, "https://id"), "42"));
  }

  @Test
  void itMintsNothingThatTheServerWouldNotShow() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> mint.mint(request(null, null, null)))
        .withMessage("A token needs a --name, an --email or an --id.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> mint.mint(request("A\nda", null, null)))
        .withMessage("This --name is empty, too long or has control characters.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> mint.mint(request("Ada", null, "\u0000")))
        .withMessage("This --id is too long or has control characters.");
  }

  private Claims claims(TokenRequest request) {
    return accepted(Verdicts.verifier(config, JwksTimes.DEFAULT), mint.mint(request).token())
        .claims();
  }

  private static TokenRequest request(
      @Nullable String name, @Nullable String email, @Nullable String id) {
    return new TokenRequest(name, email, id, Duration.ofHours(1));
  }
}
