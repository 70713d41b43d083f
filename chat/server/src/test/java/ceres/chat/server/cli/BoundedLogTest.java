package ceres.chat.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BoundedLogTest {
  private final LoggerContext context = new LoggerContext();
  private final Logger logger = context.getLogger("ceres.test");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Deque<Runnable> later = new ArrayDeque<>();
  private final BoundedLog bounded = new BoundedLog(lines, later::add);

  @BeforeEach
  void begin() {
    lines.start();
    bounded.setContext(context);
    bounded.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(bounded);
  }

  private List<String> messages() {
    return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void ofAFloodOfTheSameLineTenPassAndTheRestIsCounted() {
    for (int i = 0; i < 1_000; i++) {
      logger.info("Token refused: {}", "reason " + i);
    }
    assertThat(messages()).hasSize(10).last().isEqualTo("Token refused: reason 9");
    assertThat(bounded.suppressed()).isEqualTo(990);

    assertThat(later).hasSize(1);
    later.remove().run();
    assertThat(messages())
        .hasSize(11)
        .last()
        .isEqualTo("990 more lines like this: Token refused: {}");
    ILoggingEvent told = lines.list.getLast();
    assertThat(told.getLevel()).isEqualTo(Level.INFO);
    assertThat(told.getLoggerName()).isEqualTo("ceres.test");
    assertThat(Objects.requireNonNull(told.getKeyValuePairs()).getFirst().value).isEqualTo(990L);
  }

  @Test
  void afterThatTheLinePassesAgain() {
    for (int i = 0; i < 11; i++) {
      logger.info("again and again");
    }
    later.remove().run();
    logger.info("again and again");
    assertThat(messages()).hasSize(12).last().isEqualTo("again and again");
    assertThat(later).isEmpty();
  }

  @Test
  void whatWasKeptOutIsToldWhenTheProcessEnds() {
    for (int i = 0; i < 15; i++) {
      logger.info("again and again");
    }
    bounded.tellAll();
    assertThat(messages()).hasSize(11).last().isEqualTo("5 more lines like this: again and again");
    later.remove().run();
    assertThat(messages()).hasSize(11);
  }

  @Test
  void otherLinesAreNotKeptOut() {
    for (int i = 0; i < 100; i++) {
      logger.info("a flood");
    }
    logger.info("something else");
    logger.warn("a flood");
    assertThat(messages()).hasSize(12).endsWith("something else", "a flood");
  }

  @Test
  void whoeverLogsOnlyNewLinesIsBoundedToo() {
    for (int i = 0; i < 5_000; i++) {
      logger.info("line " + i);
    }
    assertThat(messages()).hasSizeBetween(1_000, 1_020);
  }
}
