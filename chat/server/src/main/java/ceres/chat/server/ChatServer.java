package ceres.chat.server;

import ceres.chat.core.Chat;
import ceres.chat.core.ChatConfig;
import ceres.chat.core.SchedulerTimers;
import ceres.chat.postgres.Database;
import ceres.chat.postgres.DatabaseAddress;
import ceres.chat.postgres.DatabaseConfig;
import ceres.chat.postgres.EmbeddedDatabase;
import ceres.chat.server.cli.RunningServer;
import ceres.chat.server.cli.StartupException;
import ceres.chat.server.cli.Version;
import ceres.chat.server.config.ChatServerConfig;
import ceres.chat.server.config.CorsOrigins;
import ceres.chat.server.config.LimitsConfig;
import ceres.chat.server.config.ListenConfig;
import ceres.chat.server.config.StorageConfig;
import ceres.chat.server.gateway.ChatGateway;
import ceres.chat.server.http.PackedFolder;
import ceres.chat.server.http.SecurityHeaders;
import ceres.chat.server.page.ChatPage;
import ceres.chat.server.token.Secret;
import ceres.chat.server.token.TokenMint;
import ceres.chat.server.token.TokenVerifier;
import ceres.engineio.server.CorsConfig;
import ceres.engineio.server.HttpResources;
import ceres.socketio.server.Namespace;
import ceres.socketio.server.RecoveryConfig;
import ceres.socketio.server.SocketIoConfig;
import ceres.socketio.server.SocketIoServer;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Everything together: the database, the chat, and the Socket.IO server in front of it.
 *
 * <p>Thread-safe: immutable once started; to be closed by one thread.
 */
public final class ChatServer implements RunningServer {
  /** From the moment a client is taken back until its rooms in the chat are, at the very most. */
  private static final Duration COMING_BACK = Duration.ofSeconds(30);

  private final Deque<Runnable> closers;
  private final SocketIoServer io;
  private final Management management;
  private final boolean hasPage;

  private ChatServer(
      Deque<Runnable> closers, SocketIoServer io, Management management, boolean hasPage) {
    this.closers = closers;
    this.io = io;
    this.management = management;
    this.hasPage = hasPage;
  }

  /**
   * Starts everything; returns when clients can connect. Leaves nothing behind when it fails.
   *
   * @param config with keys to verify tokens with
   * @throws IOException when the address cannot be listened on, or the files for TLS cannot be used
   * @throws StartupException when the management address that was asked for cannot
   */
  public static ChatServer start(ChatServerConfig config) throws IOException, StartupException {
    Deque<Runnable> closers = new ArrayDeque<>();
    try {
      Management management = Management.start(config.operation().management());
      closers.push(management::close);
      Database database = Database.open(database(config, closers), management.log());
      closers.push(database::close);
      TokenVerifier verifier = new TokenVerifier(config.tokens());
      closers.push(verifier::close);
      SchedulerTimers timers = new SchedulerTimers();
      closers.push(timers::close);
      SocketIoServer io = new SocketIoServer(socketIo(config));
      closers.push(io::close);
      Namespace namespace = io.of("/");
      Chat chat =
          ChatGateway.install(
              namespace,
              chat(config),
              database.log(),
              database.users(),
              verifier,
              timers,
              management.gateway());
      io.start();
      management.running(io, namespace, chat, timers, database);
      closers.push(new GracefulStop(config.operation(), management.vitals(), io, database)::run);
      boolean hasPage = config.page().on() && ChatPage.isPacked();
      return new ChatServer(closers, io, management, hasPage);
    } catch (IOException | StartupException | RuntimeException | Error e) {
      closeAll(closers);
      throw e;
    }
  }

  @Override
  public int port() {
    return io.address().getPort();
  }

  @Override
  public boolean hasPage() {
    return hasPage;
  }

  @Override
  public OptionalInt managementPort() {
    return management.port();
  }

  @Override
  public void close() {
    closeAll(closers);
  }

  private static void closeAll(Deque<Runnable> closers) {
    while (!closers.isEmpty()) {
      closers.pop().run();
    }
  }

  private static DatabaseConfig database(ChatServerConfig config, Deque<Runnable> closers) {
    StorageConfig storage = config.storage();
    DatabaseAddress address = storage.databaseAddress();
    DatabaseConfig database;
    if (address == null) {
      EmbeddedDatabase embedded = EmbeddedDatabase.start(storage.dataDirectory());
      closers.push(embedded::close);
      database = embedded.config();
    } else {
      database = DatabaseConfig.of(address);
    }
    return Heap.ofThisProcess()
        .limit(
            database
                .withRefreshUsers(config.rooms().refreshUsers())
                .withReaders(storage.pool())
                .withLimits(storage.saveTimeout(), storage.readTimeout()));
  }

  private static ChatConfig chat(ChatServerConfig config) {
    ChatConfig defaults = ChatConfig.DEFAULTS;
    Duration window = config.rooms().recoveryWindow();
    return new ChatConfig(
        config.rooms().maxRooms(),
        config.rooms().leaveDelay(),
        defaults.typingTimeout(),
        defaults.typingThrottle(),
        defaults.historyLength(),
        window.isZero() ? window : window.plus(COMING_BACK),
        config.limits().users());
  }

  private static HttpResources page(ChatServerConfig config) {
    if (!config.page().on()) {
      return HttpResources.NONE;
    }
    Secret secret = config.tokens().secret();
    TokenMint mint =
        config.page().trial() && secret != null
            ? new TokenMint(secret, config.tokens(), InstantSource.system())
            : null;
    return new ChatPage(config.page(), Version.number(), mint);
  }

  /** The pages for developers of clients. */
  private static HttpResources docs() {
    return new PackedFolder("/docs/", "META-INF/ceres/docs", SecurityHeaders.of(List.of()));
  }

  private static SocketIoConfig socketIo(ChatServerConfig config) {
    ListenConfig listen = config.listen();
    LimitsConfig limits = config.limits();
    Duration recoveryWindow = config.rooms().recoveryWindow();
    SocketIoConfig.Builder builder =
        SocketIoConfig.builder()
            .host(listen.host())
            .port(listen.port())
            .pingInterval(listen.pingInterval())
            .pingTimeout(listen.pingTimeout())
            .connectTimeout(listen.connectTimeout())
            .maxPayload(listen.maxPayload())
            .recovery(
                recoveryWindow.isZero()
                    ? null
                    : recovery(limits.maxBuffered()).withMaxDisconnection(recoveryWindow))
            .maxConnectErrors(limits.maxConnectErrors());
    builder
        .engine()
        .tls(listen.tls())
        .fixedHeaders(
            listen.tls() == null
                ? SecurityHeaders.ofAnswers()
                : SecurityHeaders.ofAnswers(listen.hstsMaxAge()))
        .cors(cors(listen.corsOrigins()))
        .limits(OpenFiles.ofThisProcess().limit(Heap.ofThisProcess().limit(limits.connections())))
        .maxBufferedBytes(limits.maxBuffered())
        .io(listen.transport())
        .eventLoops(listen.eventLoops())
        .resources(page(config).or(docs()))
        .shutdownTimeout(GracefulStop.shutdownTimeout(config.operation()));
    return builder.build();
  }

  private static CorsConfig cors(CorsOrigins origins) {
    return new CorsConfig(origins.any() ? Set.of("*") : origins.origins()).refusingOthers();
  }

  /** What a client missed is sent to it at once, so no more can be kept than may wait for it. */
  private static RecoveryConfig recovery(int maxBuffered) {
    RecoveryConfig defaults = RecoveryConfig.DEFAULTS;
    return defaults.withMaxBytesPerSocket(Math.min(defaults.maxBytesPerSocket(), maxBuffered));
  }
}
