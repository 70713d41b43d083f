package ceres.conformance.hardening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ceres.chat.server.ChatServer;
import ceres.chat.server.cli.StartupSentence;
import ceres.chat.server.config.ChatServerConfig;
import ceres.chat.server.config.SettingSources;
import ceres.conformance.support.TestDatabase;
import ceres.conformance.support.TestServer;
import ceres.conformance.support.Tokens;
import ceres.engineio.server.TlsFilesException;
import ceres.testing.wire.RawHttp;
import ceres.testing.wire.RawHttp.Answer;
import ceres.testing.wire.RawWebSocket;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.slf4j.LoggerFactory;

/** A chat by TLS, and a certificate that is renewed meanwhile. */
@Execution(ExecutionMode.CONCURRENT) // it waits more than it works
class TlsTest {
  private static final String POLLING = "/socket.io/?EIO=4&transport=polling";
  private static final String WEBSOCKET = "/socket.io/?EIO=4&transport=websocket";
  private static final Duration RENEWED_WITHIN = Duration.ofSeconds(30);

  private static final X509Bundle ROOT = authority();
  private static final X509Bundle FIRST = certificate(30);
  private static final X509Bundle SECOND = certificate(90);

  @TempDir private Path folder;
  private final Logger logger = (Logger) LoggerFactory.getLogger("ceres.engineio.server.Tls");
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() throws Exception {
    log.list = new CopyOnWriteArrayList<>();
    log.start();
    logger.addAppender(log);
    write("chain.pem", FIRST.getCertificatePathPEM());
    write("key.pem", FIRST.getPrivateKeyPEM());
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(log);
  }

  private static X509Bundle authority() {
    try {
      return new CertificateBuilder()
          .algorithm(Algorithm.ecp256)
          .subject("CN=authority")
          .setIsCertificateAuthority(true)
          .buildSelfSigned();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** One by the authority that is valid for so many days. */
  private static X509Bundle certificate(int days) {
    try {
      return new CertificateBuilder()
          .algorithm(Algorithm.ecp256)
          .subject("CN=localhost")
          .addSanDnsName("localhost")
          .notAfter(Instant.now().plus(Duration.ofDays(days)))
          .buildIssuedBy(ROOT);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void write(String name, String text) throws IOException {
    Path _ = Files.writeString(folder.resolve(name), text);
  }

  private Map<String, String> settings() {
    return Map.of(
        "TLS_CERTIFICATE", folder.resolve("chain.pem").toString(),
        "TLS_KEY", folder.resolve("key.pem").toString());
  }

  private static SSLSocket connect(TestServer server) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, ROOT.toTrustManagerFactory().getTrustManagers(), null);
    SSLSocket socket =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.port());
    socket.startHandshake();
    return socket;
  }

  private static Instant expirySeenBy(SSLSocket socket) throws Exception {
    var certificate =
        (java.security.cert.X509Certificate) socket.getSession().getPeerCertificates()[0];
    return certificate.getNotAfter().toInstant();
  }

  private static Instant expiry(X509Bundle bundle) {
    return bundle.getCertificate().getNotAfter().toInstant();
  }

  private static String connect(String name) {
    return "40{\"token\":\"" + Tokens.of(name) + "\"}";
  }

  @Test
  void people_chat_by_it_while_the_certificate_is_renewed() throws Exception {
    try (TestServer server = TestServer.managed(settings());
        RawHttp http = new RawHttp(connect(server));
        RawWebSocket socket = RawWebSocket.open(new RawHttp(connect(server)), WEBSOCKET)) {
      String sid = http.get(POLLING).answer().body().substring(9, 29);
      String target = POLLING + "&sid=" + sid;
      assertThat(http.post(target, connect("Ada")).answer().brief()).isEqualTo("200 ok");
      assertThat(http.get(target).answer().body()).startsWith("40{");
      assertThat(socket.next()).startsWith("0{");
      assertThat(socket.text(connect("Bob")).next()).startsWith("40{");
      assertThat(server.management().metrics())
          .containsEntry(
              "ceres_tls_certificate_expiry_seconds", (double) expiry(FIRST).getEpochSecond());

      write("chain.pem", SECOND.getCertificatePathPEM());
      await().atMost(RENEWED_WITHIN).until(() -> !log.list.isEmpty());
      assertThat(log.list.getFirst().getFormattedMessage())
          .matches(
              "The certificate for TLS stays as it was, because the key in .*/key.pem does not"
                  + " belong to the first certificate in .*/chain.pem");
      try (SSLSocket meanwhile = connect(server)) {
        assertThat(expirySeenBy(meanwhile)).isEqualTo(expiry(FIRST));
      }
      Thread.sleep(Duration.ofSeconds(3)); // the files are looked at once more, and nothing is said
      write("key.pem", SECOND.getPrivateKeyPEM());
      await()
          .atMost(RENEWED_WITHIN)
          .until(() -> {
            try (SSLSocket renewed = connect(server)) {
              return expirySeenBy(renewed).equals(expiry(SECOND));
            }
          });
      assertThat(log.list)
          .extracting(ILoggingEvent::getFormattedMessage)
          .hasSize(2)
          .last()
          .asString()
          .isEqualTo("The certificate for TLS is a new one: CN=localhost until " + expiry(SECOND));
      assertThat(server.management().metrics())
          .containsEntry(
              "ceres_tls_certificate_expiry_seconds", (double) expiry(SECOND).getEpochSecond());

      assertThat(http.post(target, "420[\"get_presence\",\"x\"]").answer().brief())
          .isEqualTo("200 ok");
      assertThat(http.get(target).answer().body()).contains("430[");
      assertThat(socket.text("420[\"get_presence\",\"x\"]").next()).contains("NOT_IN_ROOM");
    }
  }

  @Test
  void browsers_are_told_to_come_by_nothing_else() throws Exception {
    Map<String, String> settings = new HashMap<>(settings());
    settings.put("HSTS_MAX_AGE", "86400");
    try (TestServer server = TestServer.managed(settings)) {
      for (String request :
          List.of(
              RawHttp.head("GET", POLLING) + "\r\n",
              RawHttp.head("GET", WEBSOCKET, RawWebSocket.UPGRADE) + "\r\n",
              RawHttp.head("GET", "/nothing") + "\r\n",
              RawHttp.head("GET", "/docs") + "\r\n",
              "no HTTP\r\n\r\n")) {
        try (RawHttp http = new RawHttp(connect(server))) {
          Answer answer = http.send(request).answer();
          assertThat(answer.header("strict-transport-security")).isEqualTo("max-age=86400");
        }
      }
      try (RawHttp plain = new RawHttp(server.port())) {
        plain.get("/");
        assertThat(plain.in().readAllBytes()).hasSizeLessThan(20);
      }
      await()
          .untilAsserted(() ->
              assertThat(server.management().metrics())
                  .containsEntry("ceres_tls_handshakes_failed_total", 1.0));
    }
  }

  @Test
  void files_that_cannot_be_used_are_told_in_one_sentence() throws Exception {
    Files.delete(folder.resolve("key.pem"));
    Map<String, String> environment = new HashMap<>(settings());
    environment.put("HOST", "127.0.0.1");
    environment.put("PORT", "0");
    environment.put("MANAGEMENT_PORT", "off");
    environment.put("JWT_SECRET", Tokens.SECRET);
    environment.put("DATABASE_URL", TestDatabase.create().url());
    ChatServerConfig config =
        ChatServerConfig.from(new SettingSources(Map.of(), environment, folder).read(), folder);
    assertThatThrownBy(() -> ChatServer.start(config))
        .isInstanceOf(TlsFilesException.class)
        .satisfies(e ->
            assertThat(StartupSentence.of(e, config))
                .isEqualTo(
                    "TLS_CERTIFICATE and TLS_KEY cannot be used: "
                        + folder.resolve("key.pem")
                        + " cannot be read: there is no such file."));
  }
}
