package ceres.chat.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ceres.chat.postgres.Database;
import ceres.chat.postgres.DatabaseConfig;
import ceres.chat.postgres.DatabaseUnavailableException;
import ceres.chat.server.config.ChatServerConfig;
import ceres.chat.server.config.Setting;
import ceres.chat.server.config.Settings;
import ceres.chat.server.token.KeptSecret;
import ceres.chat.server.token.Secret;
import ceres.chat.server.token.TokenConfig;
import ceres.chat.server.token.TokenVerifier;
import ceres.chat.server.token.VerifiedToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  @TempDir Path folder;

  private final Map<String, String> environment = new HashMap<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Launcher launcher =
      config -> {
        throw new StartupException("Launched.");
      };

  @Test
  void helpListsEverySettingWithItsVariableAndDefault() {
    assertThat(execute("--help")).isZero();
    String help = out.toString(UTF_8).replaceAll("\\s+", " ");
    for (Setting<?> setting : Settings.ALL) {
      assertThat(help)
          .contains(setting.option() + "=" + setting.placeholder())
          .contains("[" + setting.name() + ", default: " + setting.defaultShown() + "]");
    }
    assertThat(help).contains("--config=<file>").doesNotContain("${").contains("token");
  }

  @Test
  void theTokenCommandHasItsOwnHelp() {
    assertThat(execute("token", "--help")).isZero();
    assertThat(out.toString(UTF_8)).startsWith("Usage: ./run token").contains("--expires=<time>");
  }

  @Test
  void theVersionIsTheOneThatWasBuilt() {
    assertThat(execute("--version")).isZero();
    assertThat(out.toString(UTF_8)).matches("Ceres \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\\R");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--prot 5000|Unknown option --prot (./run --help lists them); did you mean --port?",
        "--max-room=5|Unknown option --max-room (./run --help lists them); did you mean --max-rooms?",
        "--colour|Unknown option --colour (./run --help lists them).",
        "tokne|Unknown command \"tokne\" (./run --help lists them); did you mean token?",
        "--port|--port needs a value.",
        "--port abc|PORT must be a whole number from 0 to 65535; the command line says \"abc\".",
        "--config nowhere|The settings file nowhere does not exist or is no file.",
        "token|A token needs a --name, an --email or an --id.",
        "token --name A --expires 5|--expires must be a time such as 30m, 1h, 7d or PT1H, up to ten years; it says \"5\".",
        "token --nmae A|Unknown option --nmae (./run --help lists them); did you mean --name?",
      })
  void whatIsWrongIsToldInOneSentence(String args, String sentence) {
    assertThat(execute(args.split(" ", -1))).isEqualTo(CeresCommand.MISUSED);
    assertThat(err.toString(UTF_8)).isEqualTo(sentence + System.lineSeparator());
    assertThat(out.size()).isZero();
  }

  @Test
  void anOptionGivenTwiceIsRefused() {
    assertThat(execute("--port", "1", "--port", "2")).isEqualTo(CeresCommand.MISUSED);
    assertThat(err.toString(UTF_8)).contains("--port").contains("only once").hasLineCount(1);
  }

  @Test
  void aTokenIsPrintedAloneAndFitsTheServerThatStartsLater() throws Exception {
    assertThat(execute("token", "--name", "Ada", "--email", "ada@example.org")).isZero();
    assertThat(err.size()).isZero();
    assertThat(out.toString(UTF_8)).hasLineCount(1);
    VerifiedToken verified = verify(new KeptSecret(folder.resolve("data")).readOrCreate());
    assertThat(verified.claims().name()).isEqualTo("Ada");
    assertThat(verified.claims().email()).isEqualTo("ada@example.org");
  }

  @Test
  void aTokenIsSignedWithTheConfiguredSecret() throws Exception {
    environment.put("JWT_SECRET", SECRET);
    environment.put("DATABASE_URL", "postgresql://u:p@h/db");
    assertThat(execute("token", "--name", "Ada", "--expires", "30m")).isZero();
    assertThat(verify(Secret.of(SECRET)).expiresAt())
        .isBetween(Instant.now().plusSeconds(1700), Instant.now().plusSeconds(1801));
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void withAJwkSetOnlyTokensComeFromItsIssuer() {
    environment.put("JWKS_URL", "https://id.example.org/jwks");
    assertThat(execute("token", "--name", "Ada")).isEqualTo(CeresCommand.MISUSED);
    assertThat(err.toString(UTF_8)).startsWith("Without JWT_SECRET no token can be made here:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"30s", "30m", "1h", "7d", "PT1H", "P2D", "pt90m", "3660d"})
  void lifetimesAreWrittenAsPeopleDo(String text) {
    assertThat(Lifetime.parse(text)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0s", "-1h", "PT0S", "PT-1H", "1w", "1.5h", "3661d", "999999999d", "h"})
  void otherLifetimesAreRefused(String text) {
    assertThat(Lifetime.parse(text)).isEmpty();
  }

  @Test
  void theServerIsStartedWithTheSecretThatTheDataDirectoryKeeps() throws Exception {
    ChatServerConfig[] started = new ChatServerConfig[1];
    launcher =
        config -> {
          started[0] = config;
          throw new StartupException("Enough.");
        };
    assertThat(execute("run", "--data-dir", "here")).isEqualTo(CeresCommand.FAILED);
    assertThat(err.toString(UTF_8)).isEqualTo("Enough." + System.lineSeparator());
    assertThat(started[0].tokens().secret())
        .isEqualTo(new KeptSecret(folder.resolve("here")).readOrCreate());
  }

  @Test
  void aTakenPortIsToldWithItsNumberAndSetting() {
    failsWith(
        new IllegalStateException(new BindException("Address already in use")),
        "Port 4000 is taken by another program: stop that, or choose another port with PORT"
            + " (--port).");
    failsWith(
        new IOException("bind(..) failed with error(-98): Address already in use"),
        "Port 4000 is taken by another program: stop that, or choose another port with PORT"
            + " (--port).");
  }

  @Test
  void whatElseKeepsAServerFromStartingIsToldToo() {
    failsWith(
        new BindException("Permission denied"),
        "Port 4000 may not be used without special rights: choose one from 1024 up with PORT"
            + " (--port).");
    failsWith(
        new BindException("Cannot assign requested address"),
        "HOST 0.0.0.0 is not an address of this machine.");
    failsWith(new UnknownHostException("x"), "HOST 0.0.0.0 is a name that is not known here.");
    failsWith(new IllegalStateException("Odd"), "Ceres could not start: Odd.");
  }

  @Test
  void aDatabaseIsNamedWithoutItsPassword() {
    failsWith(
        DatabaseConfig.of("postgresql://u:hunter2@127.0.0.1:1/db"),
        "The database cannot be reached at postgresql://u@127.0.0.1:1/db.");
  }

  private void failsWith(DatabaseConfig database, String sentence) {
    failsWith(
        assertThrows(DatabaseUnavailableException.class, () -> Database.open(database)), sentence);
  }

  @Test
  void aBrokenDataDirectoryIsToldBeforeAnythingStarts() throws IOException {
    Files.writeString(folder.resolve("data"), "a file");
    assertThat(execute()).isEqualTo(CeresCommand.FAILED);
    assertThat(err.toString(UTF_8))
        .isEqualTo(
            "The data directory %s (DATA_DIR) cannot be used: it is not a folder.%n"
                .formatted(folder.resolve("data")));
  }

  @Test
  void aBrokenSecretIsToldAndKept() throws IOException {
    Files.createDirectory(folder.resolve("data"));
    Files.writeString(folder.resolve("data/jwt-secret"), "x");
    assertThat(execute()).isEqualTo(CeresCommand.FAILED);
    assertThat(err.toString(UTF_8))
        .contains("(DATA_DIR) cannot be used: it holds no secret of at least 32 bytes")
        .hasLineCount(1);
  }

  private void failsWith(Exception failure, String sentence) {
    err.reset();
    launcher =
        config -> {
          throw failure;
        };
    assertThat(execute()).isEqualTo(CeresCommand.FAILED);
    assertThat(err.toString(UTF_8)).isEqualTo(sentence + System.lineSeparator());
  }

  private VerifiedToken verify(Secret secret) throws Exception {
    try (TokenVerifier verifier = new TokenVerifier(new TokenConfig(secret, null, null, null))) {
      return verifier.verify(out.toString(UTF_8));
    }
  }

  private int execute(String... args) {
    Surroundings surroundings =
        new Surroundings(
            environment,
            folder,
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8));
    return new CeresCommand(surroundings, launcher).execute(args);
  }
}
