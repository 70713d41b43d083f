package ceres.chat.server.config;

import ceres.engineio.server.IoBackend;
import ceres.engineio.server.TlsConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How clients connect.
 *
 * @param host address or name to bind, IPv6 without brackets
 * @param port 0 takes a free one
 * @param tls the certificate for TLS, or null to do without
 * @param hstsMaxAge how long browsers that came by TLS come by nothing else
 * @param corsOrigins whose pages may connect
 * @param pingInterval between pings
 * @param pingTimeout for a pong to arrive
 * @param connectTimeout for a client to join a namespace
 * @param maxPayload bytes of the largest packet or request body
 * @param transport how sockets are polled
 * @param eventLoops 0: one per core
 */
public record ListenConfig(
    String host,
    int port,
    @Nullable TlsConfig tls,
    Duration hstsMaxAge,
    CorsOrigins corsOrigins,
    Duration pingInterval,
    Duration pingTimeout,
    Duration connectTimeout,
    int maxPayload,
    IoBackend transport,
    int eventLoops) {}
