package ceres.chat.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ceres.chat.core.ChatLimits;
import ceres.engineio.server.ConnectionLimits;
import ceres.engineio.server.IoBackend;
import ceres.engineio.server.Rate;
import ceres.engineio.server.TlsConfig;
import ceres.engineio.server.TrustedProxies;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  @TempDir Path folder;

  @Test
  void theDefaultsAreThoseOfTheTable() throws InvalidSetting {
    ChatServerConfig config = config(Map.of(), Map.of());
    assertThat(config.listen())
        .isEqualTo(
            new ListenConfig(
                "0.0.0.0",
                4000,
                null,
                Duration.ofDays(365),
                CorsOrigins.NONE,
                Duration.ofSeconds(25),
                Duration.ofSeconds(60),
                Duration.ofSeconds(45),
                1_000_000,
                IoBackend.AUTO,
                0));
    assertThat(config.storage())
        .isEqualTo(
            new StorageConfig(
                null,
                folder.toAbsolutePath().resolve("data"),
                10,
                Duration.ofSeconds(10),
                Duration.ofSeconds(5)));
    assertThat(config.rooms())
        .isEqualTo(new RoomsConfig(Duration.ofSeconds(5), Duration.ofMinutes(2), 100, true));
    assertThat(config.page()).isEqualTo(new PageConfig(true, true, List.of()));
    assertThat(config.limits().users()).isEqualTo(ChatLimits.DEFAULTS);
    assertThat(config.limits().connections())
        .isEqualTo(
            new ConnectionLimits(
                100_000,
                1_000,
                new Rate(2_000, 10_000),
                new Rate(100, 1_000),
                Duration.ofSeconds(15),
                Duration.ofSeconds(75),
                16_384,
                128L << 20,
                TrustedProxies.NONE));
    assertThat(config.limits().maxBuffered()).isEqualTo(4 << 20);
    assertThat(config.limits().maxConnectErrors()).isEqualTo(20);
    assertThat(config.logLevel()).isEqualTo(LogLevel.INFO);
    assertThat(config.tokens().hasKeys()).isFalse();
    assertThat(config.operation())
        .isEqualTo(
            new OperationConfig(
                new ManagementConfig("127.0.0.1", 4001, false, null),
                LogFormat.TEXT,
                Duration.ZERO,
                Duration.ofSeconds(30)));
  }

  @Test
  void aCertificateComesWithItsKeyAndRelativePathsAreThoseOfTheFolder() throws Exception {
    ChatServerConfig config =
        config(
            Map.of("TLS_CERTIFICATE", "chain.pem", "HSTS_MAX_AGE", "0"),
            Map.of("TLS_KEY", "/keys/key.pem"));
    assertThat(config.listen().tls())
        .isEqualTo(new TlsConfig(folder.resolve("chain.pem"), Path.of("/keys/key.pem")));
    assertThat(config.listen().hstsMaxAge()).isZero();
    for (String one : List.of("TLS_CERTIFICATE", "TLS_KEY")) {
      assertThatThrownBy(() -> config(Map.of(), Map.of(one, "file.pem")))
          .hasMessage("TLS needs both TLS_CERTIFICATE and TLS_KEY.");
    }
    assertThatThrownBy(() -> config(Map.of(), Map.of("HSTS_MAX_AGE", "a year")))
        .hasMessage(
            "HSTS_MAX_AGE must be a whole number from 0 to 63072000 (seconds); the environment says"
                + " \"a year\".");
  }

  @Test
  void theManagementAddressIsSetAndCanBeOff() throws Exception {
    ManagementConfig set =
        config(Map.of("MANAGEMENT_PORT", "0"), Map.of("MANAGEMENT_HOST", "::1"))
            .operation()
            .management();
    assertThat(set).isEqualTo(new ManagementConfig("::1", 0, true, null));
    assertThat(set.on()).isTrue();
    assertThat(config(Map.of(), Map.of("MANAGEMENT_PORT", "off")).operation().management().on())
        .isFalse();
    assertThatThrownBy(() -> config(Map.of(), Map.of("MANAGEMENT_PORT", "none")))
        .hasMessage(
            "MANAGEMENT_PORT must be a whole number from 0 to 65535, or off; the environment says"
                + " \"none\".");
  }

  @Test
  void anOperatorsTokenIsLongAndNeverShown() throws Exception {
    assertThatThrownBy(() -> config(Map.of(), Map.of("MANAGEMENT_TOKEN", "hunter2")))
        .hasMessageContaining("must have 16 visible ASCII characters or more")
        .hasMessageNotContaining("hunter2");
    ChatServerConfig config = config(Map.of(), Map.of("MANAGEMENT_TOKEN", "a-long-and-safe-token"));
    assertThat(config.operation().management().token())
        .isEqualTo(ceres.chat.server.token.Secret.of("a-long-and-safe-token"));
    assertThat(config.toString()).doesNotContain("safe-token");
  }

  @Test
  void thereIsTimeToStopAfterTheDelay() {
    assertThatThrownBy(() -> config(Map.of(), Map.of("STOP_DELAY", "16000")))
        .hasMessage(
            "STOP_DELAY must not be more than half of STOP_TIMEOUT, so that there is time to stop.");
  }

  @Test
  void theCommandLineWinsOverTheEnvironmentThatOverTheFile() throws Exception {
    file("ceres.properties", "PORT=1\nMAX_ROOMS=1\nEVENT_LOOPS=1\n");
    ChatServerConfig config =
        config(Map.of("PORT", "3"), Map.of("PORT", "2", "MAX_ROOMS", "2", "UNRELATED", "x"));
    assertThat(config.listen().port()).isEqualTo(3);
    assertThat(config.rooms().maxRooms()).isEqualTo(2);
    assertThat(config.listen().eventLoops()).isEqualTo(1);
  }

  @Test
  void aBlankValueCountsAsNone() throws Exception {
    file("ceres.properties", "PORT=5000\nHOST=\nDATABASE_URL=\n");
    ChatServerConfig config = config(Map.of("PORT", ""), Map.of("PORT", "  "));
    assertThat(config.listen().port()).isEqualTo(5000);
    assertThat(config.listen().host()).isEqualTo("0.0.0.0");
    assertThat(config.storage().isEmbedded()).isTrue();
  }

  @Test
  void valuesAreTakenLiterally() throws Exception {
    Map<String, String> environment =
        Map.of("JWT_ISSUER", "${PORT}", "JWT_AUDIENCE", "a,b\\,c", "PORT", " 1 ");
    ChatServerConfig config = config(Map.of(), environment);
    assertThat(config.tokens().issuer()).isEqualTo("${PORT}");
    assertThat(config.tokens().audience()).isEqualTo("a,b\\,c");
    assertThat(config.listen().port()).isEqualTo(1);
  }

  @Test
  void anotherFileMayBeNamed() throws Exception {
    file("ceres.properties", "PORT=1\n");
    file("other.properties", "PORT=2\n");
    Map<String, String> other = Map.of("CERES_CONFIG", "other.properties");
    assertThat(config(other, Map.of()).listen().port()).isEqualTo(2);
    assertThat(config(Map.of(), other).listen().port()).isEqualTo(2);
  }

  @Test
  void aNamedFileMustExist() {
    refused(
        Map.of("CERES_CONFIG", "missing.properties"),
        "The settings file missing.properties does not exist or is no file.");
  }

  @Test
  void anUnknownLineInTheFileIsRefusedWithWhatWasProbablyMeant() throws Exception {
    file("ceres.properties", "MAX_ROOM=7\n");
    refused(Map.of(), "Unknown setting MAX_ROOM in ceres.properties; did you mean MAX_ROOMS?");
    file("ceres.properties", "port=7\n");
    refused(Map.of(), "Unknown setting port in ceres.properties; did you mean PORT?");
    file("ceres.properties", "favourite.colour=blue\n");
    refused(Map.of(), "Unknown setting favourite.colour in ceres.properties.");
  }

  @Test
  void aFileThatCannotBeReadIsRefused() throws Exception {
    file("ceres.properties", "HOST=\\u00g0\n");
    refused(Map.of(), "The settings file ceres.properties has a broken \\u escape.");
    Files.write(folder.resolve("ceres.properties"), new byte[] {'A', '=', (byte) 0xff});
    refused(Map.of(), "The settings file ceres.properties is not UTF-8.");
    Files.delete(folder.resolve("ceres.properties"));
    Files.createDirectory(folder.resolve("ceres.properties"));
    refused(Map.of(), "The settings file ceres.properties does not exist or is no file.");
  }

  @Test
  void aWrongValueIsRefusedWithWhereItCameFrom() throws Exception {
    String must = "PORT must be a whole number from 0 to 65535; ";
    refused(Map.of("PORT", "65536"), must + "the command line says \"65536\".");
    assertThatThrownBy(() -> config(Map.of(), Map.of("PORT", "abc")))
        .hasMessage(must + "the environment says \"abc\".");
    file("ceres.properties", "PORT=-1\n");
    refused(Map.of(), must + "ceres.properties says \"-1\".");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PORT|4000.0|must be a whole number from 0 to 65535",
        "PORT|99999999999999|must be a whole number from 0 to 65535",
        "HOST|http://x|must be an IP address or a host name, without a port",
        "HOST|localhost:4000|must be an IP address or a host name, without a port",
        "JWKS_URL|ftp://x/y|must be an http:// or https:// address, without user and password",
        "JWKS_URL|file:///etc/passwd|must be an http:// or https:// address, without user and password",
        "JWKS_URL|https://u:p@x/|must be an http:// or https:// address, without user and password",
        "JWKS_URL|not a url|must be an http:// or https:// address, without user and password",
        "PING_INTERVAL|0|must be a whole number from 1 to 86400000 (milliseconds)",
        "PING_TIMEOUT|60s|must be a whole number from 1 to 86400000 (milliseconds)",
        "LEAVE_DELAY|-1|must be a whole number from 0 to 3600000 (milliseconds)",
        "CONNECT_TIMEOUT|0|must be a whole number from 1 to 86400000 (milliseconds)",
        "MAX_PAYLOAD|1|must be a whole number from 128 to 100000000",
        "MAX_ROOMS|0|must be a whole number from 1 to 100000",
        "EVENT_LOOPS|1025|must be a whole number from 0 to 1024",
        "DATABASE_POOL|1|must be a whole number from 2 to 1000",
        "REFRESH_USERS|yes|must be true or false",
        "PAGE|off|must be true or false",
        "PAGE_TOKEN_ORIGINS|*|must be origins such as https://example.org, without a path, separated by commas",
        "PAGE_TOKEN_ORIGINS|https://a; script-src *|must be origins such as https://example.org, without a path, separated by commas",
        "PAGE_TOKEN_ORIGINS|https://a/b|must be origins such as https://example.org, without a path, separated by commas",
        "TRANSPORT|kqueue|must be one of auto, epoll, io_uring, nio",
        "LOG_LEVEL|loud|must be one of error, warn, info, debug, trace",
      })
  void everyWrongValueHasItsSentence(String name, String value, String requirement) {
    refused(
        Map.of(name, value),
        name + " " + requirement + "; the command line says \"" + value + "\".");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.org",
        "https://example.org/",
        "https://a,*",
        "https://a,,https://b",
        "//a"
      })
  void originsAreSchemeHostAndPortOnly(String origins) {
    refused(
        Map.of("CORS_ORIGINS", origins),
        "CORS_ORIGINS must be * or origins such as https://example.org, without a path, separated by"
            + " commas; the command line says \""
            + origins
            + "\".");
  }

  @Test
  void originsAreComparedWithoutCase() throws Exception {
    CorsOrigins some =
        config(Map.of("CORS_ORIGINS", "https://Example.org, http://localhost:3000"), Map.of())
            .listen()
            .corsOrigins();
    assertThat(some.allows("https://example.org")).isTrue();
    assertThat(some.allows("http://LOCALHOST:3000")).isTrue();
    assertThat(some.allows("http://localhost")).isFalse();
    assertThat(some.allows("null")).isFalse();
    assertThat(config(Map.of("CORS_ORIGINS", "*"), Map.of()).listen().corsOrigins().allows("null"))
        .isTrue();
    assertThat(CorsOrigins.NONE.allows("https://example.org")).isFalse();
  }

  @Test
  void theOriginsThatMayHandTokensToThePageKeepTheirOrder() throws Exception {
    Map<String, String> origins =
        Map.of("PAGE_TOKEN_ORIGINS", "https://B.example.org, http://localhost:3000");
    assertThat(config(origins, Map.of()).page().tokenOrigins())
        .containsExactly("https://b.example.org", "http://localhost:3000");
  }

  @Test
  void aNameIsEnoughOnThePageOnlyWithADatabaseAndASecretOfTheServersOwn() throws Exception {
    Map<String, String> database = Map.of("DATABASE_URL", "postgresql://u:p@h/db");
    Map<String, String> secret = Map.of("JWT_SECRET", SECRET);
    Map<String, String> keys = Map.of("JWKS_URL", "https://id/jwks");
    assertThat(config(Map.of(), Map.of()).page().trial()).isTrue();
    assertThat(config(Map.of("JWT_ISSUER", "https://id"), Map.of()).page().trial()).isTrue();
    assertThat(config(secret, Map.of()).page().trial()).isFalse();
    assertThat(config(keys, Map.of()).page().trial()).isFalse();
    assertThat(config(database, secret).page().trial()).isFalse();
    assertThat(config(database, keys).page().trial()).isFalse();
  }

  @Test
  void aHostMayBeAnIpv6AddressWithOrWithoutBrackets() throws Exception {
    assertThat(config(Map.of("HOST", "[::1]"), Map.of()).listen().host()).isEqualTo("::1");
    assertThat(config(Map.of("HOST", "::"), Map.of()).listen().host()).isEqualTo("::");
    assertThat(config(Map.of("HOST", "fe80::1%eth0"), Map.of()).listen().host())
        .isEqualTo("fe80::1%eth0");
  }

  @Test
  void aWrongSecretIsRefusedWithoutShowingIt() {
    refused(
        Map.of("DATABASE_URL", "mysql://u:hunter2@h/db"),
        "DATABASE_URL must look like postgresql://user:password@host:port/database, with @ / ? and #"
            + " in the password percent-encoded; the value in the command line does not.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"p?ss", "p/ss", "p@ss", "p#ss", "p ss"})
  void aPasswordWithABareDelimiterIsRefusedBecauseItsPartsCouldBeShown(String password) {
    assertThatThrownBy(
            () -> config(Map.of("DATABASE_URL", "postgresql://u:" + password + "@h/db"), Map.of()))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageNotContaining(password);
  }

  @ParameterizedTest
  @CsvSource({
    "postgresql://u:p@h/db,postgresql://u@h:5432/db",
    "'postgresql://u:p@h1:1,h2:2/db?sslmode=require','postgresql://u@h1:1,h2:2/db'",
    "postgresql://u:p@[::1]:5432/db,postgresql://u@[::1]:5432/db"
  })
  void aDatabaseIsShownByHostAndName(String url, String shown) throws Exception {
    Map<String, String> settings = Map.of("DATABASE_URL", url, "JWT_SECRET", SECRET);
    assertThat(config(settings, Map.of()).storage().databaseAddress()).hasToString(shown);
  }

  @Test
  void withADatabaseOfYoursThereMustBeASecretOrAJwkSet() throws Exception {
    Map<String, String> database = Map.of("DATABASE_URL", "postgresql://u:p@h/db");
    refused(
        database,
        "With DATABASE_URL, set JWT_SECRET to the secret that your tokens are signed with, or"
            + " JWKS_URL to the address of their issuer's keys.");
    assertThat(config(database, Map.of("JWT_SECRET", SECRET)).rooms().refreshUsers()).isFalse();
    assertThat(config(database, Map.of("JWKS_URL", "https://id/jwks")).tokens().hasKeys()).isTrue();
  }

  @Test
  void noSecretAndNoPasswordIsEverShown() throws Exception {
    ChatServerConfig config =
        config(
            Map.of(
                "JWT_SECRET", SECRET, "DATABASE_URL", "postgresql://u:p%40ss@db:5432/app?x=secret"),
            Map.of());
    assertThat(config.toString())
        .contains("db:5432/app")
        .doesNotContain(SECRET)
        .doesNotContain("p%40ss")
        .doesNotContain("x=secret");
  }

  @Test
  void theWhiteSpaceAroundASecretBelongsToIt() throws Exception {
    assertThat(config(Map.of("JWT_SECRET", SECRET + " "), Map.of()).tokens().secret())
        .isNotEqualTo(config(Map.of("JWT_SECRET", SECRET), Map.of()).tokens().secret());
  }

  @Test
  void everySettingHasItsOwnOption() {
    assertThat(Settings.ALL).extracting(Setting::option).doesNotHaveDuplicates().hasSize(52);
    assertThat(Settings.MAX_PAYLOAD.option()).isEqualTo("--max-payload");
  }

  private ChatServerConfig config(Map<String, String> commandLine, Map<String, String> environment)
      throws InvalidSetting {
    return ChatServerConfig.from(
        new SettingSources(commandLine, environment, folder).read(), folder);
  }

  private void refused(Map<String, String> commandLine, String sentence) {
    assertThatThrownBy(() -> config(commandLine, Map.of()))
        .isInstanceOf(InvalidSetting.class)
        .hasMessage(sentence);
  }

  private void file(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content, StandardCharsets.UTF_8);
  }
}
