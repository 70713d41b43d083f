package ceres.engineio.server;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Certificates, and the files that a server has them in. */
record CertificateFiles(Path chain, Path key) {

  CertificateFiles(Path folder) {
    this(folder.resolve("chain.pem"), folder.resolve("key.pem"));
  }

  static X509Bundle certificate(String name, Algorithm algorithm) {
    return certificate(name, algorithm, Duration.ofDays(-1), Duration.ofDays(90));
  }

  /** One that is valid between two times from now. */
  static X509Bundle certificate(String name, Algorithm algorithm, Duration from, Duration until) {
    try {
      return new CertificateBuilder()
          .algorithm(algorithm)
          .subject("CN=" + name)
          .addSanDnsName("localhost")
          .setIsCertificateAuthority(true)
          .notBefore(Instant.now().plus(from))
          .notAfter(Instant.now().plus(until))
          .buildSelfSigned();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Trusts certificates, and no others. */
  static SSLContext trusting(X509Bundle... bundles) throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    for (X509Bundle bundle : bundles) {
      X509Certificate certificate = bundle.getCertificate();
      trusted.setCertificateEntry(certificate.getSubjectX500Principal().getName(), certificate);
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  CertificateFiles write(X509Bundle bundle) throws IOException {
    writeChain(bundle);
    writeKey(bundle);
    return this;
  }

  void writeChain(X509Bundle bundle) throws IOException {
    replace(chain, bundle.getCertificatePathPEM());
  }

  void writeKey(X509Bundle bundle) throws IOException {
    replace(key, bundle.getPrivateKeyPEM());
  }

  /** As tools do it that renew certificates: a reader sees the old file or the new one. */
  private static void replace(Path file, String text) throws IOException {
    Path fresh = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), text);
    Path _ = Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
