package ceres.chat.server.config;

import ceres.chat.server.token.TokenConfig;
import ceres.engineio.server.TlsConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that was configured, checked. Its {@code toString} shows no secret and no password.
 *
 * <p>Immutable.
 *
 * @param listen how clients connect
 * @param tokens which tokens are accepted
 * @param storage where everything is kept
 * @param rooms the rules of the chat that can be set
 * @param page the page to chat on
 * @param limits what clients may do
 * @param logLevel what is logged
 * @param operation how the server is looked at and stopped
 */
public record ChatServerConfig(
    ListenConfig listen,
    TokenConfig tokens,
    StorageConfig storage,
    RoomsConfig rooms,
    PageConfig page,
    LimitsConfig limits,
    LogLevel logLevel,
    OperationConfig operation) {

  /**
   * Builds it from settings. With the embedded database it may be without keys ({@link
   * TokenConfig#hasKeys()}): then the secret that the data directory keeps is to be used.
   *
   * @param workingDirectory what relative paths are relative to
   * @throws InvalidSetting if there is neither secret nor JWK Set although {@code DATABASE_URL} is
   *     set: a secret made up here would not fit the application whose database it is; if there is
   *     a certificate without its key; or if there is no time left to stop in
   */
  public static ChatServerConfig from(SettingValues values, Path workingDirectory)
      throws InvalidSetting {
    StorageConfig storage = storage(values, workingDirectory);
    TokenConfig tokens = tokens(values);
    if (!tokens.hasKeys() && !storage.isEmbedded()) {
      throw new InvalidSetting(
          "With DATABASE_URL, set JWT_SECRET to the secret that your tokens are signed with, or"
              + " JWKS_URL to the address of their issuer's keys.");
    }
    return new ChatServerConfig(
        listen(values, workingDirectory),
        tokens,
        storage,
        rooms(values, storage),
        page(values, storage.isEmbedded() && !tokens.hasKeys()),
        LimitsConfig.from(values),
        values.get(Settings.LOG_LEVEL),
        operation(values));
  }

  /** The same with other tokens. */
  public ChatServerConfig withTokens(TokenConfig newTokens) {
    return new ChatServerConfig(
        listen, newTokens, storage, rooms, page, limits, logLevel, operation);
  }

  private static ListenConfig listen(SettingValues values, Path workingDirectory)
      throws InvalidSetting {
    return new ListenConfig(
        values.get(Settings.HOST),
        values.get(Settings.PORT),
        tls(values, workingDirectory),
        values.get(Settings.HSTS_MAX_AGE),
        values.find(Settings.CORS_ORIGINS).orElse(CorsOrigins.NONE),
        values.get(Settings.PING_INTERVAL),
        values.get(Settings.PING_TIMEOUT),
        values.get(Settings.CONNECT_TIMEOUT),
        values.get(Settings.MAX_PAYLOAD),
        values.get(Settings.TRANSPORT),
        values.get(Settings.EVENT_LOOPS));
  }

  private static @Nullable TlsConfig tls(SettingValues values, Path workingDirectory)
      throws InvalidSetting {
    Path certificate = values.find(Settings.TLS_CERTIFICATE).orElse(null);
    Path key = values.find(Settings.TLS_KEY).orElse(null);
    if (certificate == null && key == null) {
      return null;
    }
    if (certificate == null || key == null) {
      throw new InvalidSetting("TLS needs both TLS_CERTIFICATE and TLS_KEY.");
    }
    return new TlsConfig(workingDirectory.resolve(certificate), workingDirectory.resolve(key));
  }

  private static TokenConfig tokens(SettingValues values) {
    return new TokenConfig(
        values.find(Settings.JWT_SECRET).orElse(null),
        values.find(Settings.JWKS_URL).orElse(null),
        values.find(Settings.JWT_ISSUER).orElse(null),
        values.find(Settings.JWT_AUDIENCE).orElse(null));
  }

  private static StorageConfig storage(SettingValues values, Path workingDirectory) {
    return new StorageConfig(
        values.find(Settings.DATABASE_URL).orElse(null),
        workingDirectory.resolve(values.get(Settings.DATA_DIR)).toAbsolutePath().normalize(),
        values.get(Settings.DATABASE_POOL),
        values.get(Settings.SAVE_TIMEOUT),
        values.get(Settings.READ_TIMEOUT));
  }

  private static OperationConfig operation(SettingValues values) throws InvalidSetting {
    Duration delay = values.get(Settings.STOP_DELAY);
    Duration timeout = values.get(Settings.STOP_TIMEOUT);
    if (delay.multipliedBy(2).compareTo(timeout) > 0) {
      throw new InvalidSetting(
          "STOP_DELAY must not be more than half of STOP_TIMEOUT, so that there is time to stop.");
    }
    ManagementConfig management =
        new ManagementConfig(
            values.get(Settings.MANAGEMENT_HOST),
            values.find(Settings.MANAGEMENT_PORT).orElse(ManagementConfig.DEFAULT_PORT),
            values.find(Settings.MANAGEMENT_PORT).isPresent(),
            values.find(Settings.MANAGEMENT_TOKEN).orElse(null));
    return new OperationConfig(management, values.get(Settings.LOG_FORMAT), delay, timeout);
  }

  private static RoomsConfig rooms(SettingValues values, StorageConfig storage) {
    return new RoomsConfig(
        values.get(Settings.LEAVE_DELAY),
        values.get(Settings.RECOVERY_WINDOW),
        values.get(Settings.MAX_ROOMS),
        values.find(Settings.REFRESH_USERS).orElse(storage.isEmbedded()));
  }

  private static PageConfig page(SettingValues values, boolean trial) {
    return new PageConfig(
        values.get(Settings.PAGE),
        trial,
        values.find(Settings.PAGE_TOKEN_ORIGINS).orElse(List.of()));
  }
}
