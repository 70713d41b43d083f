package ceres.engineio.server;

import java.nio.file.Path;
import java.time.Duration;

/**
 * TLS 1.2 and 1.3 with a certificate from PEM files. The files are read by {@link
 * EngineServer#start}. Immutable.
 *
 * @param certificateChain the server's certificate, then those that vouch for it
 * @param privateKey its key, not encrypted, in PKCS #8 ({@code BEGIN PRIVATE KEY})
 * @param handshakeTimeout how long a client may take for the TLS handshake; default 10 s
 */
public record TlsConfig(Path certificateChain, Path privateKey, Duration handshakeTimeout) {

  /**
   * Checks the time.
   *
   * @throws IllegalArgumentException naming the value that cannot be
   */
  public TlsConfig {
    if (handshakeTimeout.toMillis() <= 0) {
      throw new IllegalArgumentException(
          "handshakeTimeout must be at least 1 ms, not " + handshakeTimeout);
    }
  }

  /** With the default handshake timeout. */
  public TlsConfig(Path certificateChain, Path privateKey) {
    this(certificateChain, privateKey, Duration.ofSeconds(10));
  }
}
