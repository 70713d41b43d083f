package ceres.engineio.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ceres.testing.wire.RawHttp;
import ceres.testing.wire.RawWebSocket;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions over TLS. */
@ExtendWith(NoLeaks.class)
class TlsWireTest {
  private static final char[] PASSWORD = "not-secret".toCharArray();

  @TempDir private static Path folder;

  private static Path chain = Path.of("");
  private static Path key = Path.of("");
  private static final SSLContext TRUST = newContext();

  @BeforeAll
  static void makeCertificate() throws Exception {
    Path store = folder.resolve("store.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "test",
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
    chain = pem("CERTIFICATE", keys.getCertificate("test").getEncoded());
    key = pem("PRIVATE KEY", keys.getKey("test", PASSWORD).getEncoded());
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(keys);
    TRUST.init(null, trusted.getTrustManagers(), null);
  }

  private static SSLContext newContext() {
    try {
      return SSLContext.getInstance("TLS");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static Path pem(String kind, byte[] der) throws IOException {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return Files.writeString(
        folder.resolve(kind + ".pem"),
        "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
  }

  private static TestServer server(Duration handshakeTimeout) throws Exception {
    return new TestServer(settings -> settings.tls(new TlsConfig(chain, key, handshakeTimeout)));
  }

  private static RawHttp connect(TestServer server, String protocol) throws Exception {
    SSLSocket socket =
        (SSLSocket)
            TRUST.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), server.port());
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

  @Test
  void who_does_not_speak_tls_or_says_nothing_is_cut_off() throws Exception {
    try (TestServer server = server(Duration.ofMillis(300));
        RawHttp silent = server.http();
        RawHttp plain = server.http()) {
      plain.get(RawHttp.POLLING);
      // At most an alert, which is no HTTP.
      assertThat(plain.in().readAllBytes().length).isLessThan(20);
      assertThat(silent.in().readAllBytes()).isEmpty();
    }
  }

  @Test
  void files_that_cannot_be_used_are_named_at_the_start() {
    for (TlsConfig wrong :
        new TlsConfig[] {
          new TlsConfig(folder.resolve("missing.pem"), key), new TlsConfig(chain, chain)
        }) {
      EngineConfig config = EngineConfig.builder().host("127.0.0.1").port(0).tls(wrong).build();
      try (EngineServer server = new EngineServer(config, TestServer.Told::new)) {
        assertThatThrownBy(server::start)
            .isInstanceOf(IOException.class)
            .hasMessageContaining(wrong.certificateChain().toString());
      }
    }
    assertThatThrownBy(() -> new TlsConfig(chain, key, Duration.ZERO))
        .hasMessageContaining("handshakeTimeout");
  }
}
