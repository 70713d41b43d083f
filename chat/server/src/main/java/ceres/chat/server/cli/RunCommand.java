package ceres.chat.server.cli;

import ceres.chat.server.config.ChatServerConfig;
import ceres.chat.server.token.KeptSecret;
import java.nio.file.Path;

/** {@code ./run}: starts the server, says so, and stops it at a signal. */
record RunCommand(Surroundings surroundings, Launcher launcher) {

  int execute(ChatServerConfig given) throws Exception {
    ChatServerConfig config = withKeys(given);
    StopSignal signal = StopSignal.install(surroundings.err());
    try (RunningServer server = launcher.start(config)) {
      surroundings.out().print(Banner.of(config, server.port()));
      surroundings.out().flush();
      signal.await();
    }
    return CeresCommand.DONE;
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
