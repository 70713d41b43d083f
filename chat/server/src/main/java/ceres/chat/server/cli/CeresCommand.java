package ceres.chat.server.cli;

import ceres.chat.server.config.ChatServerConfig;
import ceres.chat.server.config.InvalidSetting;
import ceres.chat.server.config.SettingSources;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The command line. Whatever goes wrong is told in one sentence on stderr, without a stack trace
 * (which the log has at level debug), and by the exit code.
 *
 * <p>Immutable.
 */
public final class CeresCommand {
  /** Stopped as asked, by a signal or because there was no more to do. */
  public static final int DONE = 0;

  /** Could not start, or not stop in an orderly way. */
  public static final int FAILED = 1;

  /** A wrong option or setting. */
  public static final int MISUSED = 2;

  private final Surroundings surroundings;
  private final Launcher launcher;

  /** The command line of a server that the launcher starts. */
  public CeresCommand(Surroundings surroundings, Launcher launcher) {
    this.surroundings = surroundings;
    this.launcher = launcher;
  }

  /**
   * Carries out a command; blocks until it is done, that is, for {@code run}, until a signal.
   *
   * @return the exit code: {@link #DONE}, {@link #FAILED} or {@link #MISUSED}
   */
  public int execute(String... args) {
    try {
      return execute(args.length == 0 ? Arguments.NONE : Arguments.parse(args));
    } catch (InvalidSetting e) {
      surroundings.err().println(e.sentence());
      return MISUSED;
    }
  }

  private int execute(Arguments arguments) throws InvalidSetting {
    if (arguments.wantsHelp()) {
      arguments.command().usage(surroundings.out());
      return DONE;
    }
    if (arguments.wantsVersion()) {
      surroundings.out().println(Version.text());
      return DONE;
    }
    ChatServerConfig config =
        ChatServerConfig.from(
            new SettingSources(
                    arguments.settings(),
                    surroundings.environment(),
                    surroundings.workingDirectory())
                .read(),
            surroundings.workingDirectory());
    Logging.start(config.logLevel(), config.operation().logFormat());
    try {
      return arguments.isFor(Grammar.TOKEN)
          ? new TokenCommand(surroundings).execute(config, arguments)
          : new RunCommand(surroundings, launcher).execute(config);
    } catch (InvalidSetting e) {
      throw e;
    } catch (Exception e) {
      return failed(e, config);
    } finally {
      Logging.end();
    }
  }

  private int failed(Exception failure, ChatServerConfig config) {
    if (failure instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    Logger log = LoggerFactory.getLogger(CeresCommand.class);
    log.debug("Ceres could not start", failure);
    surroundings.err().println(StartupSentence.of(failure, config));
    return FAILED;
  }
}
