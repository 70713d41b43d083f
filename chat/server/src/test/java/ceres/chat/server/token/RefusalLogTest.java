package ceres.chat.server.token;

import static ceres.chat.server.token.Verdicts.bySecret;
import static ceres.chat.server.token.Verdicts.refused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RefusalLogTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger(TokenVerifier.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(log);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(log);
    logger.setLevel(null);
  }

  @Test
  void aRefusalIsLoggedWithItsReasonAndWithoutTheToken() {
    String token = Signed.hs256("{\"sub\":\"ada\"}", "x".repeat(32));
    refused(bySecret(), token);
    assertThat(log.list)
        .singleElement()
        .satisfies(event -> {
          assertThat(event.getFormattedMessage())
              .isEqualTo("Token refused: its signature is wrong");
          assertThat(event.getThrowableProxy()).isNull();
        });
  }

  @Test
  void itNamesTheConnectionAndTheAddressOfWhoShowsTheToken() {
    String token = Signed.hs256("{\"sub\":\"ada\"}", "x".repeat(32));
    assertThat(
            bySecret()
                .verify(token, Runnable::run, new Bearer("abc", "192.0.2.7"))
                .toCompletableFuture())
        .isCompletedExceptionally();
    assertThat(log.list.getFirst().getKeyValuePairs())
        .extracting(pair -> pair.key + "=" + pair.value)
        .containsExactly("connection=abc", "address=192.0.2.7");
  }

  @Test
  void aTokenOfTheServersOwnUserIsRefused() {
    String claims = "{\"userId\":\"00000000-0000-8000-8000-006365726573\"}";
    refused(bySecret(), Signed.hs256(claims, Verdicts.SECRET));
    assertThat(log.list.getFirst().getFormattedMessage())
        .isEqualTo("Token refused: its user is the server itself");
  }

  @Test
  void aStrangersHeaderCannotWriteItsOwnLogLines() {
    String header = "{\"alg\":\"x\\n2026-01-01 INFO all is well" + "!".repeat(100) + "\"}";
    refused(bySecret(), Signed.hmac(header, "{}", "x".repeat(32).getBytes(UTF_8), "HmacSHA256"));
    assertThat(log.list.getFirst().getFormattedMessage()).doesNotContain("\n").hasSizeLessThan(150);
  }
}
