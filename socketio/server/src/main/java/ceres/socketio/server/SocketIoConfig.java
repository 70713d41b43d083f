package ceres.socketio.server;

import ceres.engineio.server.EngineConfig;
import ceres.socketio.adapter.AdapterFactory;
import ceres.socketio.protocol.JsonPacketParser;
import ceres.socketio.protocol.PacketParser;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a Socket.IO server. Immutable; made by {@link #builder}.
 *
 * @param engine the settings of the layer below: address, path, heartbeat, sizes
 * @param connectTimeout how long a connection may be without a namespace; default 45 s
 * @param maxAttachments the most binary attachments that one packet may have; default 10
 * @param maxConnectErrors after how many CONNECTs that were refused a connection ends; 0: never;
 *     default 0
 * @param cleanupEmptyChildNamespaces whether a child of a {@link ParentNamespace} is removed when
 *     nobody is in it; default false
 * @param adapters makes what namespaces are built on, for servers of several nodes; default {@link
 *     AdapterFactory#IN_MEMORY}
 * @param serveClient whether browsers get the official client below the path, for example {@code
 *     /socket.io/socket.io.js}, if {@code ceres-socketio-client} is on the class path; default true
 * @param parser how packets are written, the same as the clients have; default {@link
 *     JsonPacketParser}
 * @param recovery connection state recovery, or null to be without it; default null
 */
public record SocketIoConfig(
    EngineConfig engine,
    Duration connectTimeout,
    int maxAttachments,
    int maxConnectErrors,
    boolean cleanupEmptyChildNamespaces,
    AdapterFactory adapters,
    boolean serveClient,
    PacketParser parser,
    @Nullable RecoveryConfig recovery) {

  /**
   * Checks every value.
   *
   * @throws IllegalArgumentException naming the value that cannot be
   */
  public SocketIoConfig {
    if (connectTimeout.toMillis() <= 0) {
      throw new IllegalArgumentException(
          "connectTimeout must be at least 1 ms, not " + connectTimeout);
    }
    if (maxAttachments < 0) {
      throw new IllegalArgumentException(
          "maxAttachments must not be negative, but is " + maxAttachments);
    }
    if (maxConnectErrors < 0) {
      throw new IllegalArgumentException(
          "maxConnectErrors must not be negative, but is " + maxConnectErrors);
    }
    if (recovery != null && recovery.maxBytesPerSocket() > engine.maxBufferedBytes()) {
      throw new IllegalArgumentException(
          "maxBytesPerSocket must not be more than maxBufferedBytes, "
              + engine.maxBufferedBytes()
              + ", but is "
              + recovery.maxBytesPerSocket());
    }
  }

  /** Begins with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Makes a {@link SocketIoConfig}. */
  public static final class Builder {
    private final EngineConfig.Builder engine = EngineConfig.builder();
    private Duration connectTimeout = Duration.ofSeconds(45);
    private int maxAttachments = PacketParser.DEFAULT_MAX_ATTACHMENTS;
    private int maxConnectErrors = 0;
    private boolean cleanupEmptyChildNamespaces = false;
    private AdapterFactory adapters = AdapterFactory.IN_MEMORY;
    private boolean serveClient = true;
    private PacketParser parser = new JsonPacketParser();
    private @Nullable RecoveryConfig recovery;

    private Builder() {}

    /** Sets {@link EngineConfig#host}. */
    public Builder host(String value) {
      engine.host(value);
      return this;
    }

    /** Sets {@link EngineConfig#port}. */
    public Builder port(int value) {
      engine.port(value);
      return this;
    }

    /** Sets {@link EngineConfig#path}. */
    public Builder path(String value) {
      engine.path(value);
      return this;
    }

    /** Sets {@link EngineConfig#pingInterval}. */
    public Builder pingInterval(Duration value) {
      engine.pingInterval(value);
      return this;
    }

    /** Sets {@link EngineConfig#pingTimeout}. */
    public Builder pingTimeout(Duration value) {
      engine.pingTimeout(value);
      return this;
    }

    /** Sets {@link EngineConfig#maxPayload}. */
    public Builder maxPayload(int value) {
      engine.maxPayload(value);
      return this;
    }

    /**
     * Sets {@link EngineConfig#allowEio3}: lets clients of Socket.IO 2 in. They are in the
     * namespace {@code /} without asking for it, and never recover.
     *
     * <p>Such a client makes its socket id itself, of its Engine.IO session's id, so {@link
     * Socket#id} has to be the same, and is therefore a secret: who learns it can read and send in
     * that client's name for as long as its session lives. Do not show the ids of sockets to other
     * clients, nor write them into logs that others read, on a server that allows this.
     */
    public Builder allowEio3(boolean value) {
      engine.allowEio3(value);
      return this;
    }

    /**
     * Sets what else there is in {@link SocketIoConfig#engine}.
     *
     * @param settings gets the builder of it, at once
     */
    public Builder engine(Consumer<EngineConfig.Builder> settings) {
      settings.accept(engine);
      return this;
    }

    /** The builder of {@link SocketIoConfig#engine}, for everything else in it. */
    public EngineConfig.Builder engine() {
      return engine;
    }

    /** Sets {@link SocketIoConfig#connectTimeout}. */
    public Builder connectTimeout(Duration value) {
      connectTimeout = value;
      return this;
    }

    /** Sets {@link SocketIoConfig#maxAttachments}. */
    public Builder maxAttachments(int value) {
      maxAttachments = value;
      return this;
    }

    /** Sets {@link SocketIoConfig#maxConnectErrors}. */
    public Builder maxConnectErrors(int value) {
      maxConnectErrors = value;
      return this;
    }

    /** Sets {@link SocketIoConfig#cleanupEmptyChildNamespaces}. */
    public Builder cleanupEmptyChildNamespaces(boolean value) {
      cleanupEmptyChildNamespaces = value;
      return this;
    }

    /** Sets {@link SocketIoConfig#adapters}. */
    public Builder adapters(AdapterFactory value) {
      adapters = value;
      return this;
    }

    /** Sets {@link SocketIoConfig#serveClient}. */
    public Builder serveClient(boolean value) {
      serveClient = value;
      return this;
    }

    /** Sets {@link SocketIoConfig#parser}. */
    public Builder parser(PacketParser value) {
      parser = value;
      return this;
    }

    /**
     * Sets {@link SocketIoConfig#recovery}.
     *
     * @param value for example {@link RecoveryConfig#DEFAULTS}
     */
    public Builder recovery(@Nullable RecoveryConfig value) {
      recovery = value;
      return this;
    }

    /**
     * The checked settings.
     *
     * @throws IllegalArgumentException naming the value that cannot be
     */
    public SocketIoConfig build() {
      return new SocketIoConfig(
          engine.build(),
          connectTimeout,
          maxAttachments,
          maxConnectErrors,
          cleanupEmptyChildNamespaces,
          adapters,
          serveClient,
          parser,
          recovery);
    }
  }
}
