package ceres.chat.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ceres.chat.core.ChatException;
import ceres.chat.core.ErrorCode;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class QueriesTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger(Reading.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(log);
  }

  private static boolean sleepLong(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.execute("SELECT pg_sleep(2)");
    }
  }

  @Test
  void queriesThatAreNotAnsweredInTimeFailAndAreSpokenOfOnce() {
    DatabaseConfig config =
        DatabaseConfig.of(TestServer.newDatabase())
            .withLimits(Duration.ofSeconds(1), Duration.ofSeconds(1));
    Queries queries = new Queries(config.address().dataSource(), config);
    CompletableFuture<Boolean> one = queries.ask(QueriesTest::sleepLong).toCompletableFuture();
    CompletableFuture<Boolean> two = queries.ask(QueriesTest::sleepLong).toCompletableFuture();
    for (CompletableFuture<Boolean> answer : List.of(one, two)) {
      assertThatThrownBy(answer::join)
          .isInstanceOf(CompletionException.class)
          .cause()
          .asInstanceOf(InstanceOfAssertFactories.type(ChatException.class))
          .extracting(ChatException::code)
          .isEqualTo(ErrorCode.INTERNAL);
    }
    assertThat(log.list)
        .singleElement()
        .extracting(ILoggingEvent::getFormattedMessage)
        .asString()
        .startsWith("The database does not answer at the moment")
        .endsWith(", No answer came in time");
  }
}
