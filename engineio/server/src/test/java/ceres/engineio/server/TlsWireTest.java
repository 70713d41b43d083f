package ceres.engineio.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ceres.testing.wire.RawHttp;
import ceres.testing.wire.RawWebSocket;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions over TLS. */
@ExtendWith(NoLeaks.class)
class TlsWireTest {
  private static final X509Bundle OURS = CertificateFiles.certificate("ours", Algorithm.ecp256);
  private static final X509Bundle RSA = CertificateFiles.certificate("rsa", Algorithm.rsa2048);
  private static final String FORBIDDEN = "400 {\"code\":4,\"message\":\"Forbidden\"}";

  /** No client of these tests has anything to come for. */
  private static final Duration BRIEFLY = Duration.ofMillis(100);

  @TempDir private static Path folder;

  private static CertificateFiles files = new CertificateFiles(Path.of(""));
  private static SSLContext trust;

  @BeforeAll
  static void write() throws Exception {
    files = new CertificateFiles(folder).write(OURS);
    trust = CertificateFiles.trusting(OURS);
  }

  private static TestServer server(Duration handshakeTimeout) throws Exception {
    TlsConfig tls =
        new TlsConfig(files.chain(), files.key(), handshakeTimeout, Duration.ofSeconds(1));
    return new TestServer(settings ->
        settings.tls(tls).cors(CorsConfig.OFF.refusingOthers()).shutdownTimeout(BRIEFLY));
  }

  private static SSLSocket socket(SSLContext context, TestServer server) throws IOException {
    return (SSLSocket)
        context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), server.port());
  }

  private static RawHttp connect(TestServer server, String protocol) throws Exception {
    SSLSocket socket = socket(trust, server);
    socket.setEnabledProtocols(new String[] {protocol});
    socket.startHandshake();
    assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
    return new RawHttp(socket);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void polling_and_websocket_and_the_way_between_work(String protocol) throws Exception {
    TestServer server = server(Duration.ofSeconds(10));
    try (RawHttp http = connect(server, protocol);
        RawWebSocket direct = new RawWebSocket(connect(server, protocol), "")) {
      String sid = TestServer.sidOf(http.get(RawHttp.POLLING).answer().body());
      String target = RawHttp.POLLING + "&sid=" + sid;
      assertThat(http.post(target, "4" + "x".repeat(100_000)).answer().brief()).isEqualTo("200 ok");
      assertThat(http.get(target).answer().body()).hasSize(100_001);
      try (RawWebSocket upgraded = new RawWebSocket(connect(server, protocol), "&sid=" + sid)) {
        assertThat(upgraded.text("2probe").next()).isEqualTo("3probe");
        assertThat(upgraded.text("5").text("4a").next()).isEqualTo("4a");
        upgraded.text("1");
        assertThat(upgraded.next()).isEqualTo("close");
        assertThat(upgraded.next()).isEqualTo("end");
      }
      assertThat(direct.next()).startsWith("0{");
      assertThat(direct.frame(0x88, "03e8").next()).isEqualTo("close 1000");
      assertThat(direct.next()).isEqualTo("end");
      http.get(RawHttp.POLLING, "Connection: close");
      assertThat(TestServer.sidOf(http.answer().body())).hasSize(20);
      assertThat(http.ended()).isTrue();
    } finally {
      server.engine().close();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"rsa2048", "ecp384", "ed25519"})
  void certificates_of_each_kind_work(Algorithm algorithm, @TempDir Path place) throws Exception {
    X509Bundle bundle = CertificateFiles.certificate("other", algorithm);
    CertificateFiles other = new CertificateFiles(place).write(bundle);
    TlsConfig tls = new TlsConfig(other.chain(), other.key());
    TestServer server = new TestServer(settings -> settings.tls(tls));
    try (RawHttp http = new RawHttp(socket(CertificateFiles.trusting(bundle), server))) {
      assertThat(http.get("/nothing").answer().status()).isEqualTo(404);
    } finally {
      server.engine().close();
    }
  }

  /** RFC 8446, appendix B.2: 40 is handshake_failure, 70 is protocol_version. */
  @ParameterizedTest
  @CsvSource({
    "SSL 3.0, 0300, c02f, alert 70",
    "TLS 1.0, 0301, c02f, alert 70",
    "TLS 1.1, 0302, c02f, alert 70",
    "no encryption, 0303, 0002, alert 40",
    "for export, 0303, 0003, alert 40",
    "RC4, 0303, 0005, alert 40",
    "3DES, 0303, 000a, alert 40",
    "no certificate, 0303, c018, alert 40",
    "no forward secrecy, 0303, 009c, alert 40",
    "CBC, 0303, c013, alert 40",
    "CBC with SHA-2, 0303, c027, alert 40",
    "finite fields, 0303, 009e, alert 40",
    "elliptic curves and GCM, 0303, c02f, hello without compression",
  })
  void what_is_weak_is_refused(
      String what, String version, String suite, String answer, @TempDir Path place)
      throws Exception {
    CertificateFiles rsa = new CertificateFiles(place).write(RSA);
    TlsConfig tls = new TlsConfig(rsa.chain(), rsa.key());
    TestServer server = new TestServer(settings -> settings.tls(tls));
    try (RawHttp http = server.http()) {
      assertThat(ClientHello.of(version, suite).sendTo(http)).as(what).isEqualTo(answer);
    } finally {
      server.engine().close();
    }
  }

  @Test
  void nothing_is_spoken_but_http_1_1() throws Exception {
    TestServer server = server(Duration.ofSeconds(10));
    try (SSLSocket two = socket(trust, server);
        SSLSocket both = socket(trust, server)) {
      setProtocols(both, "h2", "http/1.1");
      both.startHandshake();
      assertThat(both.getApplicationProtocol()).isEqualTo("http/1.1");
      setProtocols(two, "h2", "smtp");
      assertThatThrownBy(two::startHandshake).hasMessageContaining("no_application_protocol");
    } finally {
      server.engine().close();
    }
  }

  private static void setProtocols(SSLSocket socket, String... protocols) {
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(protocols);
    socket.setSSLParameters(parameters);
  }

  @Test
  void a_client_cannot_begin_the_handshake_anew() throws Exception {
    TestServer server = server(Duration.ofSeconds(10));
    try (SSLSocket socket = socket(trust, server)) {
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      socket.startHandshake();
      socket.setSoTimeout(RawHttp.PATIENCE_MILLIS);
      socket.startHandshake();
      assertThatThrownBy(
              () -> {
                int _ = socket.getInputStream().read();
              })
          .hasMessageContaining("handshake_failure");
    } finally {
      server.engine().close();
    }
  }

  @Test
  void who_does_not_speak_tls_or_says_nothing_or_half_of_it_is_cut_off() throws Exception {
    try (TestServer server = server(Duration.ofMillis(300));
        RawHttp silent = server.http();
        RawHttp plain = server.http();
        RawHttp half = server.http();
        RawHttp waiting = server.http()) {
      plain.get(RawHttp.POLLING);
      byte[] hello = ClientHello.of("0303", "c02b").bytes();
      half.send(Arrays.copyOf(hello, hello.length / 2));
      waiting.send(hello);
      // At most an alert, which is no HTTP.
      assertThat(plain.in().readAllBytes().length).isLessThan(20);
      assertThat(silent.in().readAllBytes()).isEmpty();
      assertThat(half.in().readAllBytes()).hasSizeLessThan(20);
      // The server's half of the handshake, and nothing else.
      assertThat(waiting.in().readAllBytes()[0]).isEqualTo((byte) 22);
      await()
          .untilAsserted(() ->
              assertThat(server.engine().statistics().refused(Refused.TLS_HANDSHAKE)).isEqualTo(4));
    }
  }

  @Test
  void a_page_of_the_own_host_without_tls_is_a_strangers() throws Exception {
    TestServer server = server(Duration.ofSeconds(10));
    try (RawHttp http = connect(server, "TLSv1.3")) {
      String foreign = "Origin: http://test";
      assertThat(http.get(RawHttp.POLLING, foreign).answer().brief()).isEqualTo(FORBIDDEN);
      assertThat(http.get(RawHttp.POLLING, "Origin: https://test").answer().status())
          .isEqualTo(200);
      String[] upgrade = Arrays.copyOf(RawWebSocket.UPGRADE, RawWebSocket.UPGRADE.length + 1);
      upgrade[upgrade.length - 1] = foreign;
      assertThat(http.get(RawHttp.WEBSOCKET, upgrade).answer().brief()).isEqualTo(FORBIDDEN);
    } finally {
      server.engine().close();
    }
  }

  @Test
  void files_that_cannot_be_used_are_told_at_the_start(@TempDir Path place) throws Exception {
    X509Bundle other = CertificateFiles.certificate("other", Algorithm.ecp256);
    X509Bundle old =
        CertificateFiles.certificate(
            "old", Algorithm.ecp256, Duration.ofDays(-9), Duration.ofDays(-8));
    X509Bundle early =
        CertificateFiles.certificate(
            "early", Algorithm.ecp256, Duration.ofDays(8), Duration.ofDays(9));
    CertificateFiles wrong = new CertificateFiles(place);
    assertThat(refusal(wrong)).endsWith("chain.pem cannot be read: there is no such file");
    wrong.writeChain(OURS);
    assertThat(refusal(wrong)).endsWith("key.pem cannot be read: there is no such file");
    wrong.writeKey(other);
    assertThat(refusal(wrong))
        .matches("the key in .*key.pem does not belong to the first certificate in .*chain.pem");
    wrong.writeKey(RSA);
    assertThat(refusal(wrong)).contains("key.pem is no EC key, as the certificate's, or is broken");
    for (X509Bundle each : List.of(old, early)) {
      wrong.write(each);
      assertThat(refusal(wrong))
          .matches("the certificate in .*chain.pem (expired at|is not valid before) 20.*Z");
    }
    assertThat(refusal(new CertificateFiles(files.key(), files.key())))
        .endsWith("key.pem has no certificate (BEGIN CERTIFICATE)");
    assertThat(refusal(new CertificateFiles(files.chain(), files.chain())))
        .endsWith("chain.pem has no key (BEGIN PRIVATE KEY)");
    for (String kind : List.of("EC", "RSA", "ENCRYPTED")) {
      assertThat(refusal(new CertificateFiles(files.chain(), ofKind(place, kind))))
          .endsWith(
              "openssl pkey -in FILE -out NEW "
                  + (kind.length() > 3 ? "decrypts it" : "converts it"));
    }
    assertThatThrownBy(
            () -> new TlsConfig(files.chain(), files.key(), Duration.ZERO, Duration.ofDays(1)))
        .hasMessageContaining("handshakeTimeout");
    assertThatThrownBy(
            () -> new TlsConfig(files.chain(), files.key(), Duration.ofDays(1), Duration.ZERO))
        .hasMessageContaining("reloadInterval");
  }

  private static Path ofKind(Path place, String kind) throws IOException {
    return java.nio.file.Files.writeString(
        place.resolve(kind + ".pem"),
        OURS.getPrivateKeyPEM().replace(" PRIVATE KEY", " " + kind + " PRIVATE KEY"));
  }

  private static String refusal(CertificateFiles wrong) {
    TlsConfig tls = new TlsConfig(wrong.chain(), wrong.key());
    EngineConfig config = EngineConfig.builder().host("127.0.0.1").port(0).tls(tls).build();
    try (EngineServer server = new EngineServer(config, TestServer.Told::new)) {
      server.start();
      return "started";
    } catch (TlsFilesException e) {
      return String.valueOf(e.getMessage());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
