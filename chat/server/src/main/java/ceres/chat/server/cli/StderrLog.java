package ceres.chat.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.jul.LevelChangePropagator;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * How logging is set up where there is no {@code logback.xml}: one line per event, to stderr,
 * because stdout belongs to what a command was asked for. Found by Logback as a service. It is
 * code, because reading XML is a good part of a start. Stateless.
 */
@ConfiguratorRank(StderrLog.AFTER_FILES)
public final class StderrLog extends ContextAwareBase implements Configurator {
  static final int AFTER_FILES = ConfiguratorRank.NOMINAL - 1;

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    LevelChangePropagator javaLogging = new LevelChangePropagator();
    javaLogging.setContext(context);
    javaLogging.setResetJUL(true);
    javaLogging.start();
    context.addListener(javaLogging);

    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setCharset(UTF_8);
    encoder.setPattern("%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level %logger{0}: %msg%n");
    encoder.start();

    ConsoleAppender<ILoggingEvent> stderr = new ConsoleAppender<>();
    stderr.setContext(context);
    stderr.setName("stderr");
    stderr.setTarget("System.err");
    stderr.setEncoder(encoder);
    stderr.start();

    Logger root = context.getLogger("ROOT");
    root.setLevel(Level.WARN);
    root.addAppender(stderr);
    context.getLogger("ceres").setLevel(Level.INFO);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
