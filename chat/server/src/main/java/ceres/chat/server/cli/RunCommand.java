package ceres.chat.server.cli;

import ceres.chat.server.config.ChatServerConfig;
import ceres.chat.server.token.KeptSecret;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** {@code ./run}: starts the server, says so, and stops it at a signal. */
record RunCommand(Surroundings surroundings, Launcher launcher) {

  int execute(ChatServerConfig given) throws Exception {
    ChatServerConfig config = withKeys(given);
    CompilerPriority.lower();
    OldGeneration.keepSmall();
    StopSignal signal = StopSignal.install(surroundings.err(), config.operation().stopTimeout());
    RunningServer server = launcher.start(config);
    surroundings.out().print(Banner.of(config, server));
    surroundings.out().flush();
    signal.await();
    return close(server);
  }

  private int close(RunningServer server) {
    try {
      server.close();
      return CeresCommand.DONE;
    } catch (RuntimeException e) {
      LoggerFactory.getLogger(RunCommand.class).debug("The server did not close", e);
      surroundings.err().println("Ceres did not stop in an orderly way: " + e.getMessage());
      return CeresCommand.FAILED;
    }
  }

  private static ChatServerConfig withKeys(ChatServerConfig config) throws Exception {
    Path data = config.storage().dataDirectory();
    if (config.storage().isEmbedded()) {
      DataDirectory.prepare(data);
    }
    return config.tokens().hasKeys()
        ? config
        : config.withTokens(config.tokens().withSecret(new KeptSecret(data).readOrCreate()));
  }
}
