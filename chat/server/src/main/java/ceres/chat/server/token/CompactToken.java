package ceres.chat.server.token;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.text.ParseException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JWS in compact form (RFC 7515 §7.1) taken apart; nothing in it is to be believed before its
 * signature was checked. Of its header only {@code alg} and {@code kid} are ever looked at: keys
 * that a token brings along ({@code jwk}, {@code jku}, {@code x5u}, {@code x5c}) are ignored.
 *
 * <p>Immutable, but for what all of them remember of headers.
 */
final class CompactToken {
  /** The longest token that is looked at, in characters. */
  static final int LONGEST = 8 * 1024;

  private static final String BEARER = "bearer ";

  /** The header of the last token: those of an issuer have few different ones. */
  private static volatile @Nullable Header lastHeader;

  private final JWSHeader header;
  private final byte[] signingInput;
  private final String payload;
  private final String signature;

  /** A header and its text. */
  private record Header(String encoded, JWSHeader header) {}

  private CompactToken(JWSHeader header, String token, int firstDot, int lastDot) {
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
      known = new Header(encoded, header(new Base64URL(encoded)));
      lastHeader = known;
    }
    return new CompactToken(known.header(), token, firstDot, lastDot);
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

  private static JWSHeader header(Base64URL encoded) throws TokenRejected {
    JWSHeader header;
    try {
      header = JWSHeader.parse(encoded);
    } catch (ParseException | RuntimeException e) { // the parser throws both at a stranger's JSON
      throw malformed("its header is not that of a signed token");
    }
    if (header.getCriticalParams() != null || !header.isBase64URLEncodePayload()) {
      throw malformed("its header demands an extension (crit, RFC 7515 section 4.1.11)");
    }
    return header;
  }

  JWSHeader header() {
    return header;
  }

  String algorithm() {
    return header.getAlgorithm().getName();
  }

  @Nullable String keyId() {
    return header.getKeyID();
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

  /** The claims: strings, {@code Long}, {@code Double}, {@code Boolean}, lists, maps and nulls. */
  Map<String, @Nullable Object> claims() throws TokenRejected {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(payload));
      String json = UTF_8.newDecoder().decode(bytes).toString();
      return new HashMap<>(JSONObjectUtils.parse(json));
    } catch (CharacterCodingException | ParseException | RuntimeException e) {
      throw malformed("its claims are not a JSON object in UTF-8");
    }
  }

  private static TokenRejected malformed(String what) {
    return new TokenRejected(new Rejection.Malformed(what));
  }
}
