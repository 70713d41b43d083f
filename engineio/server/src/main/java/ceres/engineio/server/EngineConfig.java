package ceres.engineio.server;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an Engine.IO server. Immutable; made by {@link #builder}.
 *
 * @param host the address to listen on; default {@code 0.0.0.0}
 * @param port the port to listen on, 0 for any free one; default 3000
 * @param path the path of all requests, beginning and ending with {@code /}; default {@code
 *     /socket.io/}
 * @param transports what clients may use; default both
 * @param allowUpgrades whether a polling session may change to WebSocket; default true
 * @param pingInterval from one ping to the next, if its pong is there; default 25 s
 * @param pingTimeout from a ping to the end of a session that does not answer it; default 20 s
 * @param upgradeTimeout how long an upgrade may take; default 10 s
 * @param closeTimeout how long a closed polling session, or a closed WebSocket whose client does
 *     not read, is kept for its last packets; default 30 s
 * @param shutdownTimeout how long the server, when it is closed, waits for clients to take their
 *     last packets; default 5 s
 * @param maxPayload the most bytes that a polling body or a WebSocket message of a client may have;
 *     default 1,000,000
 * @param maxBufferedBytes the most bytes that may wait for one client; default 4 MiB
 * @param cors which other origins' pages may use the server; default {@link CorsConfig#OFF}
 * @param allowRequest asked about each handshake, on an event loop, before anything of the session
 *     exists; a stage that fails refuses; default null: all are accepted
 * @param initialHeaders more headers for the first answer of a session, polling or the 101 of a
 *     WebSocket; must not block; default null: none
 * @param headers more headers for every answer, the first ones included; must not block; default
 *     null: none
 * @param fixedHeaders headers of all answers, also to what is no request; those that answers have
 *     themselves win; default none
 * @param cookie the cookie that the first answer of a session sets; default null: none
 * @param httpCompression whether large polling answers are compressed, by gzip or deflate, for
 *     clients that accept it; default true
 * @param perMessageDeflate whether WebSocket messages may be compressed (RFC 7692); default false
 * @param compressionThreshold the least length of what is compressed; default 1,024
 * @param tls the certificate for TLS; default null: plain TCP
 * @param allowEio3 whether clients of Engine.IO 3, such as those of Socket.IO 2, may connect;
 *     default false
 * @param limits how many clients there may be, and what they may use; default {@link
 *     ConnectionLimits#DEFAULTS}
 * @param resources what is answered besides Engine.IO; default {@link HttpResources#NONE}
 * @param io which system calls to use; default the best there is
 * @param eventLoops how many event loops, 0 for one per core; default 0
 */
public record EngineConfig(
    String host,
    int port,
    String path,
    Set<TransportName> transports,
    boolean allowUpgrades,
    Duration pingInterval,
    Duration pingTimeout,
    Duration upgradeTimeout,
    Duration closeTimeout,
    Duration shutdownTimeout,
    int maxPayload,
    int maxBufferedBytes,
    CorsConfig cors,
    @Nullable Function<HandshakeRequest, CompletionStage<Admission>> allowRequest,
    @Nullable Function<HandshakeRequest, Map<String, String>> initialHeaders,
    @Nullable Function<HandshakeRequest, Map<String, String>> headers,
    Map<String, String> fixedHeaders,
    @Nullable CookieConfig cookie,
    boolean httpCompression,
    boolean perMessageDeflate,
    int compressionThreshold,
    @Nullable TlsConfig tls,
    boolean allowEio3,
    ConnectionLimits limits,
    HttpResources resources,
    IoBackend io,
    int eventLoops) {

  /** The reference server's defaults. */
  public static final EngineConfig DEFAULTS = builder().build();

  /**
   * Checks every value.
   *
   * @throws IllegalArgumentException naming the value that cannot be
   */
  public EngineConfig {
    transports = Set.copyOf(transports);
    fixedHeaders = Map.copyOf(fixedHeaders);
    check(port >= 0 && port <= 65_535, "port must be 0 to 65535, not " + port);
    check(
        path.startsWith("/") && path.endsWith("/"),
        "path must begin and end with '/', not be '" + path + "'");
    check(!transports.isEmpty(), "transports must not be empty");
    checkPositive(pingInterval, "pingInterval");
    checkPositive(pingTimeout, "pingTimeout");
    checkPositive(upgradeTimeout, "upgradeTimeout");
    checkPositive(closeTimeout, "closeTimeout");
    checkPositive(shutdownTimeout, "shutdownTimeout");
    check(maxPayload > 0, "maxPayload must be positive, not " + maxPayload);
    check(maxBufferedBytes > 0, "maxBufferedBytes must be positive, not " + maxBufferedBytes);
    check(
        compressionThreshold >= 0,
        "compressionThreshold must not be negative, but is " + compressionThreshold);
    check(
        fixedHeaders.keySet().stream().noneMatch(AnswerHeaders::isFraming),
        "fixedHeaders must not say where a message ends, as " + fixedHeaders + " do");
    check(eventLoops >= 0, "eventLoops must not be negative, but is " + eventLoops);
  }

  private static void checkPositive(Duration value, String name) {
    check(value.toMillis() > 0, name + " must be at least 1 ms, not " + value);
  }

  private static void check(boolean holds, String sentence) {
    if (!holds) {
      throw new IllegalArgumentException(sentence);
    }
  }

  /** The same settings with other {@link #resources}. */
  public EngineConfig withResources(HttpResources others) {
    return new EngineConfig(
        host,
        port,
        path,
        transports,
        allowUpgrades,
        pingInterval,
        pingTimeout,
        upgradeTimeout,
        closeTimeout,
        shutdownTimeout,
        maxPayload,
        maxBufferedBytes,
        cors,
        allowRequest,
        initialHeaders,
        headers,
        fixedHeaders,
        cookie,
        httpCompression,
        perMessageDeflate,
        compressionThreshold,
        tls,
        allowEio3,
        limits,
        others,
        io,
        eventLoops);
  }

  /** Begins with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Makes an {@link EngineConfig}; each method sets the component of the same name. */
  public static final class Builder {
    private String host = "0.0.0.0";
    private int port = 3000;
    private String path = "/socket.io/";
    private Set<TransportName> transports = EnumSet.allOf(TransportName.class);
    private boolean allowUpgrades = true;
    private Duration pingInterval = Duration.ofSeconds(25);
    private Duration pingTimeout = Duration.ofSeconds(20);
    private Duration upgradeTimeout = Duration.ofSeconds(10);
    private Duration closeTimeout = Duration.ofSeconds(30);
    private Duration shutdownTimeout = Duration.ofSeconds(5);
    private int maxPayload = 1_000_000;
    private int maxBufferedBytes = 4 << 20;
    private CorsConfig cors = CorsConfig.OFF;
    private @Nullable Function<HandshakeRequest, CompletionStage<Admission>> allowRequest;
    private @Nullable Function<HandshakeRequest, Map<String, String>> initialHeaders;
    private @Nullable Function<HandshakeRequest, Map<String, String>> headers;
    private Map<String, String> fixedHeaders = Map.of();
    private @Nullable CookieConfig cookie;
    private boolean httpCompression = true;
    private boolean perMessageDeflate = false;
    private int compressionThreshold = 1_024;
    private @Nullable TlsConfig tls;
    private boolean allowEio3 = false;
    private ConnectionLimits limits = ConnectionLimits.DEFAULTS;
    private HttpResources resources = HttpResources.NONE;
    private IoBackend io = IoBackend.AUTO;
    private int eventLoops = 0;

    private Builder() {}

    /** Sets {@link EngineConfig#host}. */
    public Builder host(String value) {
      host = value;
      return this;
    }

    /** Sets {@link EngineConfig#port}. */
    public Builder port(int value) {
      port = value;
      return this;
    }

    /** Sets {@link EngineConfig#path}. */
    public Builder path(String value) {
      path = value;
      return this;
    }

    /** Sets {@link EngineConfig#transports}. */
    public Builder transports(Set<TransportName> value) {
      transports = value;
      return this;
    }

    /** Sets {@link EngineConfig#allowUpgrades}. */
    public Builder allowUpgrades(boolean value) {
      allowUpgrades = value;
      return this;
    }

    /** Sets {@link EngineConfig#pingInterval}. */
    public Builder pingInterval(Duration value) {
      pingInterval = value;
      return this;
    }

    /** Sets {@link EngineConfig#pingTimeout}. */
    public Builder pingTimeout(Duration value) {
      pingTimeout = value;
      return this;
    }

    /** Sets {@link EngineConfig#upgradeTimeout}. */
    public Builder upgradeTimeout(Duration value) {
      upgradeTimeout = value;
      return this;
    }

    /** Sets {@link EngineConfig#closeTimeout}. */
    public Builder closeTimeout(Duration value) {
      closeTimeout = value;
      return this;
    }

    /** Sets {@link EngineConfig#shutdownTimeout}. */
    public Builder shutdownTimeout(Duration value) {
      shutdownTimeout = value;
      return this;
    }

    /** Sets {@link EngineConfig#maxPayload}. */
    public Builder maxPayload(int value) {
      maxPayload = value;
      return this;
    }

    /** Sets {@link EngineConfig#maxBufferedBytes}. */
    public Builder maxBufferedBytes(int value) {
      maxBufferedBytes = value;
      return this;
    }

    /** Sets {@link EngineConfig#cors}. */
    public Builder cors(CorsConfig value) {
      cors = value;
      return this;
    }

    /** Sets {@link EngineConfig#allowRequest}. */
    public Builder allowRequest(
        @Nullable Function<HandshakeRequest, CompletionStage<Admission>> value) {
      allowRequest = value;
      return this;
    }

    /** Sets {@link EngineConfig#initialHeaders}. */
    public Builder initialHeaders(@Nullable Function<HandshakeRequest, Map<String, String>> value) {
      initialHeaders = value;
      return this;
    }

    /** Sets {@link EngineConfig#headers}. */
    public Builder headers(@Nullable Function<HandshakeRequest, Map<String, String>> value) {
      headers = value;
      return this;
    }

    /** Sets {@link EngineConfig#fixedHeaders}. */
    public Builder fixedHeaders(Map<String, String> value) {
      fixedHeaders = value;
      return this;
    }

    /** Sets {@link EngineConfig#cookie}. */
    public Builder cookie(@Nullable CookieConfig value) {
      cookie = value;
      return this;
    }

    /** Sets {@link EngineConfig#httpCompression}. */
    public Builder httpCompression(boolean value) {
      httpCompression = value;
      return this;
    }

    /** Sets {@link EngineConfig#perMessageDeflate}. */
    public Builder perMessageDeflate(boolean value) {
      perMessageDeflate = value;
      return this;
    }

    /** Sets {@link EngineConfig#compressionThreshold}. */
    public Builder compressionThreshold(int value) {
      compressionThreshold = value;
      return this;
    }

    /** Sets {@link EngineConfig#tls}. */
    public Builder tls(@Nullable TlsConfig value) {
      tls = value;
      return this;
    }

    /** Sets {@link EngineConfig#allowEio3}. */
    public Builder allowEio3(boolean value) {
      allowEio3 = value;
      return this;
    }

    /** Sets {@link EngineConfig#limits}. */
    public Builder limits(ConnectionLimits value) {
      limits = value;
      return this;
    }

    /** Sets {@link EngineConfig#resources}. */
    public Builder resources(HttpResources value) {
      resources = value;
      return this;
    }

    /** Sets {@link EngineConfig#io}. */
    public Builder io(IoBackend value) {
      io = value;
      return this;
    }

    /** Sets {@link EngineConfig#eventLoops}. */
    public Builder eventLoops(int value) {
      eventLoops = value;
      return this;
    }

    /**
     * The checked settings.
     *
     * @throws IllegalArgumentException naming the value that cannot be
     */
    public EngineConfig build() {
      return new EngineConfig(
          host,
          port,
          path,
          transports,
          allowUpgrades,
          pingInterval,
          pingTimeout,
          upgradeTimeout,
          closeTimeout,
          shutdownTimeout,
          maxPayload,
          maxBufferedBytes,
          cors,
          allowRequest,
          initialHeaders,
          headers,
          fixedHeaders,
          cookie,
          httpCompression,
          perMessageDeflate,
          compressionThreshold,
          tls,
          allowEio3,
          limits,
          resources,
          io,
          eventLoops);
    }
  }
}
