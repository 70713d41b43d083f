package ceres.chat.server.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;

/**
 * The secret that tokens are signed with (HS256, HS384, HS512): the UTF-8 bytes of a text, as other
 * JWT libraries take a secret text. Its {@code toString} never shows it.
 *
 * <p>It should have 32 bytes, which HS256 asks for (RFC 7518 §3.2; HS384 and HS512 ask for 48 and
 * 64). Widely used libraries sign with any length, and the secret is often that of an application
 * which exists already, so a shorter one is accepted too; {@link TokenVerifier} warns of it.
 *
 * <p>Immutable.
 */
public final class Secret {
  /** The least length that is out of reach of guessing, in bytes. */
  static final int SAFE_BYTES = 32;

  private final byte[] bytes;

  private Secret(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * The secret with this text.
   *
   * @throws IllegalArgumentException if the text is empty
   */
  public static Secret of(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("a secret is not empty");
    }
    return new Secret(text.getBytes(UTF_8));
  }

  /** Whether whoever has a token can hope to guess the secret. */
  boolean isShort() {
    return bytes.length < SAFE_BYTES;
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
