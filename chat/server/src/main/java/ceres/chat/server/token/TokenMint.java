package ceres.chat.server.token;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Mints tokens for trying things out: HS256 with the configured secret, with the configured issuer
 * and audience.
 *
 * <p>Immutable.
 */
public final class TokenMint {
  private static final UUID PEOPLE = UuidV5.of(UuidV5.URL, "ceres:people");

  private static final Base64URL HEADER = Base64URL.encode("{\"alg\":\"HS256\"}");

  /**
   * What was minted.
   *
   * @param token in compact form
   * @param expiresAt in whole seconds, as the token says it
   */
  public record Minted(String token, Instant expiresAt) {}

  private final HmacSignature hmac;
  private final TokenConfig config;
  private final InstantSource clock;

  /** A mint for what is configured; {@code secret} is the one that the server verifies with. */
  public TokenMint(Secret secret, TokenConfig config, InstantSource clock) {
    this.hmac = new HmacSignature(secret);
    this.config = config;
    this.clock = clock;
  }

  /**
   * A token for a person.
   *
   * @throws IllegalArgumentException if the server would not show the person as asked for; the
   *     message is a sentence for a person
   */
  @SuppressWarnings("JavaUtilDate") // what Nimbus takes
  public Minted mint(TokenRequest request) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Instant expiresAt = now.plus(request.lifetime());
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .subject(subject(request))
            .claim("name", checked("name", ProfileClaim.NAME, request.name()))
            .claim("email", checked("email", ProfileClaim.EMAIL, request.email()))
            .issuer(config.issuer())
            .audience(config.audience())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(expiresAt))
            .build();
    String unsigned = HEADER + "." + Base64URL.encode(claims.toString());
    String signature = Base64URL.encode(hmac.hs256(unsigned.getBytes(US_ASCII))).toString();
    return new Minted(unsigned + "." + signature, expiresAt);
  }

  /** The id asked for; else always the same for the same e-mail address, else for the same name. */
  private static String subject(TokenRequest request) {
    String id = request.id();
    if (id != null && !id.isBlank()) {
      if (!Identity.isUsable(id)) {
        throw new IllegalArgumentException("This --id is too long or has control characters.");
      }
      return id;
    }
    String email = request.email();
    String key = email == null ? request.name() : email.strip().toLowerCase(Locale.ROOT);
    if (key == null || key.isBlank()) {
      throw new IllegalArgumentException("A token needs a --name, an --email or an --id.");
    }
    return UuidV5.of(PEOPLE, key.strip()).toString();
  }

  private static @Nullable String checked(String what, ProfileClaim claim, @Nullable String text) {
    if (text == null) {
      return null;
    }
    String shown = claim.in(text);
    if (shown == null) {
      throw new IllegalArgumentException(
          "This --" + what + " is empty, too long or has control characters.");
    }
    return shown;
  }
}
