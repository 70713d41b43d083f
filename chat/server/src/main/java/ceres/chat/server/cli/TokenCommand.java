package ceres.chat.server.cli;

import ceres.chat.server.config.ChatServerConfig;
import ceres.chat.server.config.InvalidSetting;
import ceres.chat.server.token.KeptSecret;
import ceres.chat.server.token.Secret;
import ceres.chat.server.token.TokenConfig;
import ceres.chat.server.token.TokenMint;
import ceres.chat.server.token.TokenRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;

/** {@code ./run token}: prints a token, and nothing else, on stdout. */
record TokenCommand(Surroundings surroundings) {
  private static final String LIFETIME = "24h";

  int execute(ChatServerConfig config, Arguments arguments) throws InvalidSetting, IOException {
    TokenRequest request =
        new TokenRequest(
            arguments.text("--name"),
            arguments.text("--email"),
            arguments.text("--id"),
            lifetime(arguments));
    TokenMint mint = new TokenMint(secret(config), config.tokens(), InstantSource.system());
    try {
      surroundings.out().println(mint.mint(request).token());
    } catch (IllegalArgumentException e) {
      throw new InvalidSetting(String.valueOf(e.getMessage()));
    }
    return CeresCommand.DONE;
  }

  private static Duration lifetime(Arguments arguments) throws InvalidSetting {
    String text = Objects.requireNonNullElse(arguments.text("--expires"), LIFETIME);
    return Lifetime.parse(text)
        .orElseThrow(() ->
            new InvalidSetting(
                "--expires must be a time such as 30m, 1h, 7d or PT1H, up to ten years; it"
                    + " says \""
                    + text
                    + "\"."));
  }

  private static Secret secret(ChatServerConfig config) throws InvalidSetting, IOException {
    TokenConfig tokens = config.tokens();
    Secret configured = tokens.secret();
    if (configured != null) {
      return configured;
    }
    if (tokens.jwksUrl() != null) {
      throw new InvalidSetting(
          "Without JWT_SECRET no token can be made here: tokens come from the issuer whose keys are"
              + " at JWKS_URL.");
    }
    DataDirectory.prepare(config.storage().dataDirectory());
    return new KeptSecret(config.storage().dataDirectory()).readOrCreate();
  }
}
