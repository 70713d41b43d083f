package ceres.chat.server.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;

/**
 * The secret that tokens are signed with (HS256, HS384, HS512): the UTF-8 bytes of a text, as other
 * JWT libraries take a secret text. Its {@code toString} never shows it.
 *
 * <p>At least 32 bytes, which HS256 needs (RFC 7518 §3.2). HS384 and HS512 ask for 48 and 64, but
 * widely used libraries sign with any length; a 32-byte secret is out of reach either way.
 *
 * <p>Immutable.
 */
public final class Secret {
  /** The least length, in bytes. */
  public static final int MIN_BYTES = 32;

  private final byte[] bytes;

  private Secret(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * The secret with this text.
   *
   * @throws IllegalArgumentException if the text has fewer than {@value #MIN_BYTES} UTF-8 bytes
   */
  public static Secret of(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    if (bytes.length < MIN_BYTES) {
      throw new IllegalArgumentException(
          "a secret has at least " + MIN_BYTES + " bytes, not " + bytes.length);
    }
    return new Secret(bytes);
  }

  /** A copy of the key. */
  byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret that && MessageDigest.isEqual(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Secret.class.hashCode(); // says nothing about the bytes
  }

  @Override
  public String toString() {
    return "(secret)";
  }
}
