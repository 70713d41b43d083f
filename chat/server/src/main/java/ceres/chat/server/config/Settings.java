package ceres.chat.server.config;

import ceres.chat.postgres.DatabaseAddress;
import ceres.chat.server.token.Secret;
import ceres.engineio.server.IoBackend;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The table of settings: the only place where a name, a default or a limit is written. */
public final class Settings {
  public static final Setting<Integer> PORT =
      Setting.of("PORT", "<port>", "4000", "TCP port; 0 takes a free one", Values.from(0, 65_535));

  public static final Setting<String> HOST =
      Setting.of("HOST", "<address>", "0.0.0.0", "address or host name to bind", Values::host);

  public static final Setting<Path> TLS_CERTIFICATE =
      Setting.optional(
          "TLS_CERTIFICATE",
          "<file>",
          "certificate chain in PEM, with which clients connect by TLS; read again when it changes",
          Values::file);

  public static final Setting<Path> TLS_KEY =
      Setting.optional(
          "TLS_KEY", "<file>", "its key in PEM, in PKCS #8 and not encrypted", Values::file);

  public static final Setting<Duration> HSTS_MAX_AGE =
      Setting.of(
          "HSTS_MAX_AGE",
          "<s>",
          "31536000",
          "with TLS, how long browsers come to this host by TLS only; 0: no longer",
          Values.seconds(0, 63_072_000));

  public static final Setting<DatabaseAddress> DATABASE_URL =
      Setting.optional(
              "DATABASE_URL",
              "<url>",
              "PostgreSQL to use, as postgresql://user:password@host:port/database",
              Values::databaseAddress)
          .withoutIt("an embedded PostgreSQL in DATA_DIR")
          .asSecret();

  public static final Setting<Secret> JWT_SECRET =
      Setting.optional(
              "JWT_SECRET",
              "<text>",
              "secret of tokens signed with HS256, HS384 or HS512, best 32 bytes or more",
              Values::secret)
          .withoutIt("with the embedded PostgreSQL a random one, kept in DATA_DIR")
          .asSecret();

  public static final Setting<URI> JWKS_URL =
      Setting.optional(
          "JWKS_URL",
          "<url>",
          "JWK Set with the keys of tokens signed with RS, PS, ES or EdDSA",
          Values::webAddress);

  public static final Setting<String> JWT_ISSUER =
      Setting.optional("JWT_ISSUER", "<text>", "issuer (iss) a token must have", text -> text)
          .withoutIt("any");

  public static final Setting<String> JWT_AUDIENCE =
      Setting.optional("JWT_AUDIENCE", "<text>", "audience (aud) a token must have", text -> text)
          .withoutIt("any");

  public static final Setting<CorsOrigins> CORS_ORIGINS =
      Setting.optional(
          "CORS_ORIGINS",
          "<origins>",
          "other origins whose pages may connect, separated by commas; * for all",
          Values::origins);

  public static final Setting<Boolean> PAGE =
      Setting.of(
          "PAGE", "<true|false>", "true", "whether there is a page to chat on", Values::yesOrNo);

  public static final Setting<List<String>> PAGE_TOKEN_ORIGINS =
      Setting.optional(
          "PAGE_TOKEN_ORIGINS",
          "<origins>",
          "origins whose pages may embed that page and hand it tokens, separated by commas",
          Values::webOrigins);

  public static final Setting<Path> DATA_DIR =
      Setting.of("DATA_DIR", "<folder>", "./data", "what must outlive a restart", Values::path);

  public static final Setting<Duration> PING_INTERVAL =
      Setting.of(
          "PING_INTERVAL", "<ms>", "25000", "time between pings", Values.millis(1, 86_400_000));

  public static final Setting<Duration> PING_TIMEOUT =
      Setting.of(
          "PING_TIMEOUT",
          "<ms>",
          "60000",
          "time for a pong to arrive",
          Values.millis(1, 86_400_000));

  public static final Setting<Integer> MAX_PAYLOAD =
      Setting.of(
          "MAX_PAYLOAD",
          "<bytes>",
          "1000000",
          "largest packet or request body of a client",
          Values.from(128, 100_000_000));

  public static final Setting<Duration> CONNECT_TIMEOUT =
      Setting.of(
          "CONNECT_TIMEOUT",
          "<ms>",
          "45000",
          "time for a client to join a namespace",
          Values.millis(1, 86_400_000));

  public static final Setting<Duration> LEAVE_DELAY =
      Setting.of(
          "LEAVE_DELAY",
          "<ms>",
          "5000",
          "time until a lost connection counts as leaving its rooms",
          Values.millis(0, 3_600_000));

  public static final Setting<Duration> RECOVERY_WINDOW =
      Setting.of(
          "RECOVERY_WINDOW",
          "<ms>",
          "120000",
          "time for a lost connection to come back to what it missed; 0: none",
          Values.millis(0, 3_600_000));

  public static final Setting<Integer> MAX_ROOMS =
      Setting.of("MAX_ROOMS", "<number>", "100", "rooms per connection", Values.from(1, 100_000));

  public static final Setting<Boolean> REFRESH_USERS =
      Setting.optional(
              "REFRESH_USERS",
              "<true|false>",
              "whether tokens update the name, e-mail address and avatar of known users",
              Values::yesOrNo)
          .withoutIt("true with the embedded PostgreSQL, else false");

  public static final Setting<IoBackend> TRANSPORT =
      Setting.of(
          "TRANSPORT",
          "<kind>",
          "auto",
          "how sockets are polled: auto (epoll, with io_uring to send, where they are), epoll, io_uring"
              + " or nio",
          Values.oneOf(IoBackend.class));

  public static final Setting<Integer> EVENT_LOOPS =
      Setting.of(
          "EVENT_LOOPS", "<number>", "0", "event loops; 0: one per core", Values.from(0, 1024));

  public static final Setting<Integer> DATABASE_POOL =
      Setting.of(
          "DATABASE_POOL", "<number>", "10", "connections to the database", Values.from(2, 1000));

  public static final Setting<Duration> SAVE_TIMEOUT =
      Setting.of(
          "SAVE_TIMEOUT",
          "<ms>",
          "10000",
          "time that a message is tried to be saved",
          Values.millis(1_000, 60_000));

  public static final Setting<Duration> READ_TIMEOUT =
      Setting.of(
          "READ_TIMEOUT",
          "<ms>",
          "5000",
          "time for the database to answer who joins, connects or reads",
          Values.millis(1_000, 60_000));

  public static final Setting<String> MANAGEMENT_HOST =
      Setting.of(
          "MANAGEMENT_HOST",
          "<address>",
          "127.0.0.1",
          "address of health, metrics and what operators do",
          Values::host);

  public static final Setting<Integer> MANAGEMENT_PORT =
      Setting.optional(
              "MANAGEMENT_PORT",
              "<port>",
              "its TCP port; 0 takes a free one, off does without",
              Values.portOrOff())
          .withoutIt(Integer.toString(ManagementConfig.DEFAULT_PORT));

  public static final Setting<Secret> MANAGEMENT_TOKEN =
      Setting.optional(
              "MANAGEMENT_TOKEN",
              "<text>",
              "what operators show there as a bearer token, 16 characters or more",
              Values::operatorToken)
          .withoutIt("none, and nobody operates")
          .asSecret();

  public static final Setting<Duration> STOP_DELAY =
      Setting.of(
          "STOP_DELAY",
          "<ms>",
          "0",
          "time that a stopping server goes on, not ready, so that a proxy finds another",
          Values.millis(0, 600_000));

  public static final Setting<Duration> STOP_TIMEOUT =
      Setting.of(
          "STOP_TIMEOUT",
          "<ms>",
          "30000",
          "time that an orderly stop may take, STOP_DELAY included",
          Values.millis(1_000, 3_600_000));

  public static final Setting<LogFormat> LOG_FORMAT =
      Setting.of(
          "LOG_FORMAT",
          "<format>",
          "text",
          "how lines of the log are written: text or json",
          Values.oneOf(LogFormat.class));

  public static final Setting<LogLevel> LOG_LEVEL =
      Setting.of(
          "LOG_LEVEL",
          "<level>",
          "info",
          "what is logged: error, warn, info, debug or trace",
          Values.oneOf(LogLevel.class));

  private static final List<Setting<?>> OWN =
      List.of(
          PORT,
          HOST,
          TLS_CERTIFICATE,
          TLS_KEY,
          HSTS_MAX_AGE,
          DATABASE_URL,
          JWT_SECRET,
          JWKS_URL,
          JWT_ISSUER,
          JWT_AUDIENCE,
          CORS_ORIGINS,
          PAGE,
          PAGE_TOKEN_ORIGINS,
          DATA_DIR,
          REFRESH_USERS,
          LEAVE_DELAY,
          RECOVERY_WINDOW,
          MAX_ROOMS,
          PING_INTERVAL,
          PING_TIMEOUT,
          CONNECT_TIMEOUT,
          MAX_PAYLOAD,
          TRANSPORT,
          EVENT_LOOPS,
          DATABASE_POOL,
          SAVE_TIMEOUT,
          READ_TIMEOUT,
          MANAGEMENT_HOST,
          MANAGEMENT_PORT,
          MANAGEMENT_TOKEN,
          STOP_DELAY,
          STOP_TIMEOUT,
          LOG_FORMAT,
          LOG_LEVEL);

  /** All of them, in the order of the help. */
  public static final List<Setting<?>> ALL =
      Stream.concat(OWN.stream(), LimitSettings.ALL.stream()).toList();

  private Settings() {}
}
