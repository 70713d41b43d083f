package ceres.chat.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import ceres.chat.server.config.LogFormat;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.jul.LevelChangePropagator;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * How logging is set up where there is no {@code logback.xml}: one line per event, to stderr,
 * because stdout belongs to what a command was asked for. Found by Logback as a service. It is
 * code, because reading XML is a good part of a start. Stateless.
 */
@ConfiguratorRank(StderrLog.AFTER_FILES)
public final class StderrLog extends ContextAwareBase implements Configurator {
  static final int AFTER_FILES = ConfiguratorRank.NOMINAL - 1;

  /** What else an event knows, for example its connection, comes after the message. */
  private static final String TEXT =
      "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level %logger{0}: %msg%replace( %kvp{NONE}){' $', ''}%n";

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    LevelChangePropagator javaLogging = new LevelChangePropagator();
    javaLogging.setContext(context);
    javaLogging.setResetJUL(true);
    javaLogging.start();
    context.addListener(javaLogging);

    ConsoleAppender<ILoggingEvent> stderr = new ConsoleAppender<>();
    stderr.setContext(context);
    stderr.setName("stderr");
    stderr.setTarget("System.err");
    stderr.setEncoder(encoder(context, LogFormat.TEXT));
    stderr.start();

    BoundedLog bounded = new BoundedLog(stderr);
    bounded.setContext(context);
    bounded.setName("bounded");
    bounded.start();

    Logger root = context.getLogger("ROOT");
    root.setLevel(Level.WARN);
    root.addAppender(bounded);
    context.getLogger("ceres").setLevel(Level.INFO);
    // It tells of each connection that an outage breaks; the outage is told by those who need them.
    context.getLogger("com.zaxxer.hikari").setLevel(Level.ERROR);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** Changes how lines are written, where there is no {@code logback.xml} that says so. */
  static void write(LoggerContext context, LogFormat format) {
    BoundedLog bounded = boundedLog(context);
    if (bounded != null && bounded.lines() instanceof ConsoleAppender<ILoggingEvent> stderr) {
      stderr.setEncoder(encoder(context, format));
    }
  }

  /** How many lines were kept out of the log of this process, because they were too many. */
  public static long suppressedLines() {
    BoundedLog bounded =
        LoggerFactory.getILoggerFactory() instanceof LoggerContext context
            ? boundedLog(context)
            : null;
    return bounded == null ? 0 : bounded.suppressed();
  }

  /** Says what was kept out of the log and not told yet, because the process ends. */
  static void end(LoggerContext context) {
    BoundedLog bounded = boundedLog(context);
    if (bounded != null) {
      bounded.tellAll();
    }
  }

  private static @Nullable BoundedLog boundedLog(LoggerContext context) {
    return context.getLogger("ROOT").getAppender("bounded") instanceof BoundedLog bounded
        ? bounded
        : null;
  }

  private static Encoder<ILoggingEvent> encoder(LoggerContext context, LogFormat format) {
    Encoder<ILoggingEvent> encoder =
        switch (format) {
          case JSON -> new JsonLines();
          case TEXT -> {
            PatternLayoutEncoder text = new PatternLayoutEncoder();
            text.setCharset(UTF_8);
            text.setPattern(TEXT);
            yield text;
          }
        };
    encoder.setContext(context);
    encoder.start();
    return encoder;
  }
}
