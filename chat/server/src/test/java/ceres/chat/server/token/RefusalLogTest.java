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
  void aStrangersHeaderCannotWriteItsOwnLogLines() {
    String header = "{\"alg\":\"x\\n2026-01-01 INFO all is well" + "!".repeat(100) + "\"}";
    refused(bySecret(), Signed.hmac(header, "{}", "x".repeat(32).getBytes(UTF_8), "HmacSHA256"));
    assertThat(log.list.getFirst().getFormattedMessage()).doesNotContain("\n").hasSizeLessThan(150);
  }
}
