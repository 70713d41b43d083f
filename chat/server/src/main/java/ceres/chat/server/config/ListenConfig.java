package ceres.chat.server.config;

import ceres.engineio.server.IoBackend;
import java.time.Duration;

/**
 * How clients connect.
 *
 * @param host address or name to bind, IPv6 without brackets
 * @param port 0 takes a free one
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
    CorsOrigins corsOrigins,
    Duration pingInterval,
    Duration pingTimeout,
    Duration connectTimeout,
    int maxPayload,
    IoBackend transport,
    int eventLoops) {}
