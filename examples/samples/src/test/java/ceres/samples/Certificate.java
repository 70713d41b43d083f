package ceres.samples;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.testing.wire.RawHttp;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate for localhost in PEM files, and who trusts it.
 *
 * @param trust trusts nothing else
 */
record Certificate(Path chain, Path key, SSLContext trust) {
  private static final char[] PASSWORD = "samples".toCharArray();

  /** A new one. */
  static Certificate in(Path folder)
      throws IOException, GeneralSecurityException, InterruptedException {
    Path store = folder.resolve("store.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "it",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(keytool.exitValue()).as(said).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(keys);
    SSLContext trust = SSLContext.getInstance("TLS");
    trust.init(null, trusted.getTrustManagers(), null);
    return new Certificate(
        pem(folder, "CERTIFICATE", keys.getCertificate("it").getEncoded()),
        pem(folder, "PRIVATE KEY", keys.getKey("it", PASSWORD).getEncoded()),
        trust);
  }

  private static Path pem(Path folder, String kind, byte[] der) throws IOException {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return Files.writeString(
        folder.resolve(kind + ".pem"),
        "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
  }

  /** A connection by TLS. */
  RawHttp connect(int port) throws IOException {
    return new RawHttp(trust.getSocketFactory().createSocket("127.0.0.1", port));
  }
}
