package ceres.engineio.server;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import javax.net.ssl.SSLException;

/**
 * A certificate with its key, and what handshakes need of them. Immutable; thread-safe.
 *
 * @param context makes the handshakes
 * @param subject whom the certificate is for
 * @param expiry when the first certificate of the chain expires that does
 */
record TlsIdentity(SslContext context, String subject, Instant expiry) {
  /**
   * Keys of tickets, with which clients come back without a whole handshake, are others after so
   * long. What was said under a ticket is safe from then on, whoever gets hold of the server.
   */
  private static final long SESSION_SECONDS = 3_600;

  /**
   * Those with forward secrecy and authenticated encryption: all of TLS 1.3, and of TLS 1.2 what
   * RFC 9325, section 4.2, recommends.
   */
  private static final List<String> CIPHER_SUITES =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  /** A client that says which protocols it speaks must speak this one (RFC 7301). */
  private static final ApplicationProtocolConfig HTTP =
      new ApplicationProtocolConfig(
          Protocol.ALPN,
          SelectorFailureBehavior.FATAL_ALERT,
          SelectedListenerFailureBehavior.ACCEPT,
          ApplicationProtocolNames.HTTP_1_1);

  /**
   * Takes a chain and a key.
   *
   * @param now has to be within the time of the certificate
   * @throws TlsFilesException if they cannot be used together
   */
  static TlsIdentity of(PemFile chainFile, PemFile keyFile, Instant now) throws TlsFilesException {
    X509Certificate[] chain = Pem.certificates(chainFile);
    X509Certificate certificate = chain[0];
    checkTime(chainFile, certificate, now);
    PrivateKey key = Pem.privateKey(keyFile, certificate.getPublicKey().getAlgorithm());
    if (!KeyPairs.fit(key, certificate.getPublicKey())) {
      throw new TlsFilesException(
          "the key in " + keyFile + " does not belong to the first certificate in " + chainFile);
    }
    Instant expiry =
        Arrays.stream(chain)
            .map(X509Certificate::getNotAfter)
            .map(Date::toInstant)
            .min(Instant::compareTo)
            .orElseThrow();
    String subject = certificate.getSubjectX500Principal().getName();
    return new TlsIdentity(context(chainFile, key, chain), subject, expiry);
  }

  private static void checkTime(PemFile file, X509Certificate certificate, Instant now)
      throws TlsFilesException {
    Instant from = certificate.getNotBefore().toInstant();
    Instant until = certificate.getNotAfter().toInstant();
    if (now.isBefore(from)) {
      throw new TlsFilesException("the certificate in " + file + " is not valid before " + from);
    }
    if (now.isAfter(until)) {
      throw new TlsFilesException("the certificate in " + file + " expired at " + until);
    }
  }

  private static SslContext context(PemFile file, PrivateKey key, X509Certificate[] chain)
      throws TlsFilesException {
    try {
      return SslContextBuilder.forServer(key, chain)
          .sslProvider(SslProvider.JDK)
          .protocols("TLSv1.3", "TLSv1.2")
          .ciphers(CIPHER_SUITES, SupportedCipherSuiteFilter.INSTANCE)
          .applicationProtocolConfig(HTTP)
          .sessionTimeout(SESSION_SECONDS)
          .build();
    } catch (SSLException | IllegalArgumentException e) {
      throw new TlsFilesException(
          "the certificate in " + file + " cannot be used: " + e.getMessage());
    }
  }
}
