package ceres.engineio.server;

import java.nio.file.Path;
import java.time.Duration;

/**
 * TLS 1.2 and 1.3 with a certificate from PEM files. The files are read by {@link
 * EngineServer#start}, and again when they change: connections that begin then get the new
 * certificate, those that there are go on. Files that do not fit each other are left alone until
 * they do.
 *
 * <p>Where TLS is configured and nothing else is said, the system property {@code
 * jdk.tls.rejectClientInitiatedRenegotiation} is set to true, for the whole process.
 *
 * <p>Immutable.
 *
 * @param certificateChain the server's certificate, then those that vouch for it
 * @param privateKey its key, not encrypted, in PKCS #8 ({@code BEGIN PRIVATE KEY})
 * @param handshakeTimeout how long a client may take for the TLS handshake; default 10 s
 * @param reloadInterval how often the files are looked at for changes; default 2 s. A change counts
 *     when two looks in a row find the same
 */
public record TlsConfig(
    Path certificateChain, Path privateKey, Duration handshakeTimeout, Duration reloadInterval) {

  /**
   * Checks the times.
   *
   * @throws IllegalArgumentException naming the value that cannot be
   */
  public TlsConfig {
    checkPositive(handshakeTimeout, "handshakeTimeout");
    checkPositive(reloadInterval, "reloadInterval");
  }

  /** With the default times. */
  public TlsConfig(Path certificateChain, Path privateKey) {
    this(certificateChain, privateKey, Duration.ofSeconds(10), Duration.ofSeconds(2));
  }

  private static void checkPositive(Duration value, String name) {
    if (value.toMillis() <= 0) {
      throw new IllegalArgumentException(name + " must be at least 1 ms, not " + value);
    }
  }
}
