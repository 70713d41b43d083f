package ceres.chat.server.token;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.text.ParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  private static final Pattern BEARER = Pattern.compile("(?i)^bearer +");
  private static final Pattern FORM =
      Pattern.compile("([A-Za-z0-9_-]+)\\.([A-Za-z0-9_-]+)\\.([A-Za-z0-9_-]*)");

  /** The header of the last token: those of an issuer have few different ones. */
  private static volatile @Nullable Header lastHeader;

  private final JWSHeader header;
  private final byte[] signingInput;
  private final Base64URL payload;
  private final Base64URL signature;

  /** A header and its text. */
  private record Header(String encoded, JWSHeader header) {}

  private CompactToken(JWSHeader header, Matcher parts) {
    this.header = header;
    this.signingInput = (parts.group(1) + '.' + parts.group(2)).getBytes(US_ASCII);
    this.payload = new Base64URL(parts.group(2));
    this.signature = new Base64URL(parts.group(3));
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
    Matcher parts = FORM.matcher(BEARER.matcher(text.strip()).replaceFirst("").strip());
    if (!parts.matches()) {
      throw malformed("it is not a signed token in compact form");
    }
    String encoded = parts.group(1);
    Header known = lastHeader;
    if (known == null || !known.encoded().equals(encoded)) {
      known = new Header(encoded, header(new Base64URL(encoded)));
      lastHeader = known;
    }
    return new CompactToken(known.header(), parts);
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
    return signature;
  }

  /** The claims: strings, {@code Long}, {@code Double}, {@code Boolean}, lists, maps and nulls. */
  Map<String, @Nullable Object> claims() throws TokenRejected {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(payload.decode());
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
