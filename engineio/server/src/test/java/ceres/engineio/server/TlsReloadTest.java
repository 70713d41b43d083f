package ceres.engineio.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ceres.testing.wire.RawHttp;
import ceres.testing.wire.RawWebSocket;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.X509Bundle;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A certificate that is replaced while the server runs. */
@ExtendWith(NoLeaks.class)
class TlsReloadTest {
  private static final Duration OFTEN = Duration.ofMillis(20);
  private static final X509Bundle FIRST = CertificateFiles.certificate("first", Algorithm.ecp256);
  private static final X509Bundle SECOND = CertificateFiles.certificate("second", Algorithm.ecp384);
  private static final X509Bundle OLD =
      CertificateFiles.certificate(
          "old", Algorithm.ecp256, Duration.ofDays(-9), Duration.ofDays(-8));

  private static SSLContext trust;

  @TempDir private Path folder;
  private CertificateFiles files;
  private TestServer server;

  @BeforeAll
  static void trustBoth() throws Exception {
    trust = CertificateFiles.trusting(FIRST, SECOND);
  }

  @BeforeEach
  void start() throws Exception {
    files = new CertificateFiles(folder).write(FIRST);
    TlsConfig tls = new TlsConfig(files.chain(), files.key(), Duration.ofSeconds(10), OFTEN);
    server = new TestServer(settings -> settings.tls(tls).shutdownTimeout(OFTEN));
  }

  @AfterEach
  void stop() {
    server.engine().close();
  }

  private SSLSocket connect(String protocol) throws Exception {
    SSLSocket socket =
        (SSLSocket)
            trust.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), server.port());
    socket.setEnabledProtocols(new String[] {protocol});
    socket.startHandshake();
    return socket;
  }

  private static String nameIn(SSLSocket socket) throws Exception {
    X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
    return certificate.getSubjectX500Principal().getName();
  }

  /** The name in the certificate that a new connection gets. */
  private String name(String protocol) throws Exception {
    try (SSLSocket socket = connect(protocol)) {
      return nameIn(socket);
    }
  }

  /** Waits until the files were looked at so often that whatever they are has had its effect. */
  private void awaitLooks() throws Exception {
    Instant expiry = server.engine().statistics().certificateExpiry();
    Thread.sleep(OFTEN.multipliedBy(10));
    assertThat(server.engine().statistics().certificateExpiry()).isEqualTo(expiry);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void new_connections_get_the_new_certificate_and_the_others_go_on(String protocol)
      throws Exception {
    try (SSLSocket before = connect(protocol);
        RawHttp http = new RawHttp(before);
        RawWebSocket socket = new RawWebSocket(new RawHttp(connect(protocol)), "")) {
      assertThat(nameIn(before)).isEqualTo("CN=first");
      String target =
          RawHttp.POLLING + "&sid=" + TestServer.sidOf(http.get(RawHttp.POLLING).answer().body());
      assertThat(socket.next()).startsWith("0{");

      files.write(SECOND);
      await().until(() -> name(protocol).equals("CN=second"));
      assertThat(server.engine().statistics().certificateExpiry())
          .isEqualTo(SECOND.getCertificate().getNotAfter().toInstant());

      assertThat(http.post(target, "4still").answer().brief()).isEqualTo("200 ok");
      assertThat(http.get(target).answer().brief()).isEqualTo("200 4still");
      assertThat(socket.text("4here").next()).isEqualTo("4here");
      try (RawWebSocket upgraded =
          new RawWebSocket(
              new RawHttp(connect(protocol)), target.substring(RawHttp.POLLING.length()))) {
        assertThat(upgraded.text("2probe").next()).isEqualTo("3probe");
        assertThat(upgraded.text("5").text("4a").next()).isEqualTo("4a");
      }
    }
  }

  @Test
  void half_of_a_pair_changes_nothing_until_the_other_half_is_there() throws Exception {
    files.writeChain(SECOND);
    awaitLooks();
    assertThat(name("TLSv1.3")).isEqualTo("CN=first");
    files.writeKey(SECOND);
    await().until(() -> name("TLSv1.3").equals("CN=second"));
  }

  @Test
  void what_cannot_be_used_changes_nothing_until_it_can() throws Exception {
    files.write(OLD);
    awaitLooks();
    assertThat(name("TLSv1.3")).isEqualTo("CN=first");
    Path _ = Files.writeString(files.chain(), "-----BEGIN CERTIFICATE-----\nAAAA\n");
    awaitLooks();
    Files.delete(files.key());
    awaitLooks();
    assertThat(name("TLSv1.3")).isEqualTo("CN=first");
    files.write(SECOND);
    await().until(() -> name("TLSv1.3").equals("CN=second"));
    files.write(FIRST);
    await().until(() -> name("TLSv1.3").equals("CN=first"));
  }

  @Test
  void a_link_to_another_folder_counts_as_a_change(@TempDir Path other) throws Exception {
    CertificateFiles renewed = new CertificateFiles(other).write(SECOND);
    for (Path[] each :
        new Path[][] {{files.chain(), renewed.chain()}, {files.key(), renewed.key()}}) {
      Files.delete(each[0]);
      Path _ = Files.createSymbolicLink(each[0], each[1]);
    }
    await().until(() -> name("TLSv1.3").equals("CN=second"));
  }
}
