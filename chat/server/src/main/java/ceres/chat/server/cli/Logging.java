package ceres.chat.server.cli;

import ceres.chat.server.config.LogFormat;
import ceres.chat.server.config.LogLevel;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.util.Objects;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Sets how and what is logged: Ceres from the configured level on, libraries from WARN on at most.
 */
final class Logging {
  private Logging() {}

  /** Says what is left to say when the process ends. */
  static void end() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      StderrLog.end(context);
    }
  }

  static void start(LogLevel level, LogFormat format) {
    if (!SLF4JBridgeHandler.isInstalled()) {
      SLF4JBridgeHandler.removeHandlersForRootLogger();
      SLF4JBridgeHandler.install();
    }
    ILoggerFactory factory = LoggerFactory.getILoggerFactory();
    if (factory instanceof LoggerContext context) {
      StderrLog.write(context, format);
      Level ours = Objects.requireNonNull(Level.toLevel(level.name()));
      context.getLogger("ceres").setLevel(ours);
      context.getLogger("ROOT").setLevel(ours.isGreaterOrEqual(Level.WARN) ? ours : Level.WARN);
    }
  }
}
