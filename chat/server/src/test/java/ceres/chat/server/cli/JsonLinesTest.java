package ceres.chat.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class JsonLinesTest {
  private final JsonLines lines = new JsonLines();
  private final LoggingEvent event = new LoggingEvent();

  JsonLinesTest() {
    event.setLoggerContext(new LoggerContext());
    event.setLoggerName("ceres.chat.server.gateway.Reply");
    event.setLevel(Level.WARN);
    event.setThreadName("loop-1");
    event.setInstant(Instant.parse("2026-11-22T10:00:00.123456Z"));
  }

  private static String text(JsonLines lines, ILoggingEvent event) {
    return new String(lines.encode(event), UTF_8);
  }

  @Test
  void anEventIsAnObjectOnALineOfItsOwn() {
    event.setMessage("{} said \"no\"\nand left");
    event.setArgumentArray(new Object[] {"Ada"});
    event.setKeyValuePairs(
        List.of(new KeyValuePair("connection", "abc"), new KeyValuePair("suppressed", 3L)));
    assertThat(text(lines, event))
        .isEqualTo(
            "{\"time\":\"2026-11-22T10:00:00.123456Z\",\"level\":\"warn\","
                + "\"logger\":\"ceres.chat.server.gateway.Reply\",\"thread\":\"loop-1\","
                + "\"message\":\"Ada said \\\"no\\\"\\nand left\","
                + "\"connection\":\"abc\",\"suppressed\":3}\n");
  }

  @Test
  void aFailureHasItsStackTrace() {
    event.setMessage("failed");
    event.setThrowableProxy(
        new ch.qos.logback.classic.spi.ThrowableProxy(new IllegalStateException("broken")));
    assertThat(text(lines, event))
        .contains("\"error\":\"java.lang.IllegalStateException: broken\\n\\tat ")
        .hasLineCount(1);
  }

  @Test
  void whatALineAddsCannotPretendToBeTheMessage() {
    event.setMessage("true");
    event.setKeyValuePairs(List.of(new KeyValuePair("message", "false")));
    assertThat(text(lines, event)).contains("\"message\":\"true\"").doesNotContain("false");
  }
}
