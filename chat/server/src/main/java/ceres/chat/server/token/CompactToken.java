package ceres.chat.server.token;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JWS in compact form (RFC 7515 §7.1) taken apart; nothing in it is to be believed before its
 * signature was checked. Of its header only {@code alg} and {@code kid} go any further: keys that a
 * token brings along ({@code jwk}, {@code jku}, {@code x5u}, {@code x5c}) are ignored.
 *
 * <p>Immutable, but for what all of them remember of headers.
 */
final class CompactToken {
  /** The longest token that is looked at, in characters. */
  static final int LONGEST = 8 * 1024;

  private static final int LONGEST_KEY_ID = 512;
  private static final String BEARER = "bearer ";

  /** The header of the last token: those of an issuer have few different ones. */
  private static volatile @Nullable Header lastHeader;

  private final Header header;
  private final byte[] signingInput;
  private final String payload;
  private final String signature;

  /** What matters of a header, and its text. */
  private record Header(String encoded, String algorithm, @Nullable String keyId) {}

  private CompactToken(Header header, String token, int firstDot, int lastDot) {
    this.header = header;
    this.signingInput = token.substring(0, lastDot).getBytes(US_ASCII);
    this.payload = token.substring(firstDot + 1, lastDot);
    this.signature = token.substring(lastDot + 1);
  }

  /** Refuses what is too long to be looked at. */
  static void checkLength(String text) throws TokenRejected {
    if (text.length() > LONGEST) {
      throw malformed("it is longer than " + LONGEST + " characters");
    }
  }

  /**
   * Takes a token apart; a {@code Bearer} in front of it and white space around it do not matter.
   */
  static CompactToken parse(String text) throws TokenRejected {
    String token = text.strip();
    if (token.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      token = token.substring(BEARER.length()).strip();
    }
    int firstDot = token.indexOf('.');
    int lastDot = token.lastIndexOf('.');
    if (firstDot < 1 || lastDot - firstDot < 2 || !isBase64Url(token, firstDot, lastDot)) {
      throw malformed("it is not a signed token in compact form");
    }
    String encoded = token.substring(0, firstDot);
    Header known = lastHeader;
    if (known == null || !known.encoded().equals(encoded)) {
      known = header(encoded);
      lastHeader = known;
    }
    return new CompactToken(known, token, firstDot, lastDot);
  }

  /** Whether there is nothing else in a token but its two dots (RFC 4648 §5). */
  private static boolean isBase64Url(String token, int firstDot, int lastDot) {
    for (int i = 0; i < token.length(); i++) {
      char c = token.charAt(i);
      boolean fits =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '-'
              || c == '_';
      if (!fits && i != firstDot && i != lastDot) {
        return false;
      }
    }
    return true;
  }

  private static Header header(String encoded) throws TokenRejected {
    Map<String, @Nullable Object> header = StrictJson.decode(encoded);
    if (header == null || !(header.get("alg") instanceof String algorithm)) {
      throw malformed("its header is not that of a signed token");
    }
    if (header.containsKey("enc") || header.containsKey("zip")) {
      throw malformed("it is encrypted or compressed, which a signed token is not");
    }
    if (header.containsKey("crit") || !Boolean.TRUE.equals(header.getOrDefault("b64", true))) {
      throw malformed("its header demands an extension (crit, RFC 7515 section 4.1.11)");
    }
    if (header.get("cty") instanceof String content
        && content.toLowerCase(Locale.ROOT).endsWith("jwt")) {
      throw malformed("there is another token in it (cty, RFC 7519 section 5.2)");
    }
    return new Header(encoded, algorithm, keyId(header));
  }

  private static @Nullable String keyId(Map<String, @Nullable Object> header) throws TokenRejected {
    Object keyId = header.get("kid");
    if (keyId == null) {
      return null;
    }
    if (!(keyId instanceof String text) || text.length() > LONGEST_KEY_ID) {
      throw malformed("its kid is no text of at most " + LONGEST_KEY_ID + " characters");
    }
    return text;
  }

  String algorithm() {
    return header.algorithm();
  }

  @Nullable String keyId() {
    return header.keyId();
  }

  /** Of a token whose algorithm is known: that and the {@code kid}, and nothing else. */
  JWSHeader header() {
    return new JWSHeader.Builder(JWSAlgorithm.parse(algorithm())).keyID(keyId()).build();
  }

  byte[] signingInput() {
    return signingInput;
  }

  Base64URL signature() {
    return new Base64URL(signature);
  }

  byte[] signatureBytes() throws TokenRejected {
    try {
      return Base64.getUrlDecoder().decode(signature);
    } catch (IllegalArgumentException e) { // one character more than whole bytes
      throw malformed("its signature is not in Base64url");
    }
  }

  /** The claims, by {@link StrictJson}. */
  Map<String, @Nullable Object> claims() throws TokenRejected {
    Map<String, @Nullable Object> claims = StrictJson.decode(payload);
    if (claims == null) {
      throw malformed("its claims are not a JSON object in UTF-8, each name once");
    }
    return claims;
  }

  private static TokenRejected malformed(String what) {
    return new TokenRejected(new Rejection.Malformed(what));
  }
}
