package ceres.engineio.server;

import java.time.Duration;

/**
 * What clients may use of a server. Immutable. Connections are those of TCP and, counted apart from
 * them, sessions: a polling session has one, two, or for a moment no connection. An address is an
 * IPv4 address or an IPv6 network of 64 bits.
 *
 * @param maxConnections the most connections, and the most sessions; more are answered 503; 0: any
 *     number; default 0
 * @param maxConnectionsPerAddress those of one address; more are answered 429; 0: any number;
 *     default 0
 * @param handshakes how often sessions are opened; more are answered 503; default {@link
 *     Rate#UNLIMITED}
 * @param handshakesPerAddress how often by one address; more are answered 429; default {@link
 *     Rate#UNLIMITED}
 * @param requestTimeout how long a request may take to come, head and body, the first one from the
 *     opening of its connection on; answered 408; zero: any time; default zero
 * @param idleTimeout how long a connection may be without a request, and how long an answer may
 *     make no progress; zero: any time; default zero
 * @param maxHeaderBytes the most bytes of a request's headers, besides its first line, which has at
 *     most 4,096; default 16,384
 * @param maxTotalBufferedBytes the most bytes that may wait on the server for all clients together,
 *     those of requests and messages that have not come as a whole included, shared out evenly
 *     among the event loops; when there are more, those who have most of them lose their
 *     connections; 0: any number; default 0
 * @param proxies whose word about a client's address counts; default {@link TrustedProxies#NONE}
 */
public record ConnectionLimits(
    int maxConnections,
    int maxConnectionsPerAddress,
    Rate handshakes,
    Rate handshakesPerAddress,
    Duration requestTimeout,
    Duration idleTimeout,
    int maxHeaderBytes,
    long maxTotalBufferedBytes,
    TrustedProxies proxies) {
  /** The size of headers is limited, and nothing else. */
  public static final ConnectionLimits DEFAULTS =
      new ConnectionLimits(
          0,
          0,
          Rate.UNLIMITED,
          Rate.UNLIMITED,
          Duration.ZERO,
          Duration.ZERO,
          16_384,
          0,
          TrustedProxies.NONE);

  /**
   * Checks every value.
   *
   * @throws IllegalArgumentException naming the value that cannot be
   */
  public ConnectionLimits {
    check(maxConnections, "maxConnections");
    check(maxConnectionsPerAddress, "maxConnectionsPerAddress");
    check(requestTimeout.toMillis(), "requestTimeout");
    check(idleTimeout.toMillis(), "idleTimeout");
    check(maxHeaderBytes - 1L, "maxHeaderBytes - 1");
    check(maxTotalBufferedBytes, "maxTotalBufferedBytes");
  }

  private static void check(long value, String name) {
    if (value < 0) {
      throw new IllegalArgumentException(name + " must not be negative, but is " + value);
    }
  }

  /** The same with other numbers of connections. */
  public ConnectionLimits withConnections(int all, int perAddress) {
    return new ConnectionLimits(
        all,
        perAddress,
        handshakes,
        handshakesPerAddress,
        requestTimeout,
        idleTimeout,
        maxHeaderBytes,
        maxTotalBufferedBytes,
        proxies);
  }

  /** The same with other rates of handshakes. */
  public ConnectionLimits withHandshakes(Rate all, Rate perAddress) {
    return new ConnectionLimits(
        maxConnections,
        maxConnectionsPerAddress,
        all,
        perAddress,
        requestTimeout,
        idleTimeout,
        maxHeaderBytes,
        maxTotalBufferedBytes,
        proxies);
  }

  /** The same with other times. */
  public ConnectionLimits withTimeouts(Duration request, Duration idle) {
    return new ConnectionLimits(
        maxConnections,
        maxConnectionsPerAddress,
        handshakes,
        handshakesPerAddress,
        request,
        idle,
        maxHeaderBytes,
        maxTotalBufferedBytes,
        proxies);
  }

  /** The same with other sizes. */
  public ConnectionLimits withSizes(int headerBytes, long totalBufferedBytes) {
    return new ConnectionLimits(
        maxConnections,
        maxConnectionsPerAddress,
        handshakes,
        handshakesPerAddress,
        requestTimeout,
        idleTimeout,
        headerBytes,
        totalBufferedBytes,
        proxies);
  }

  /** The same with other proxies. */
  public ConnectionLimits withProxies(TrustedProxies others) {
    return new ConnectionLimits(
        maxConnections,
        maxConnectionsPerAddress,
        handshakes,
        handshakesPerAddress,
        requestTimeout,
        idleTimeout,
        maxHeaderBytes,
        maxTotalBufferedBytes,
        others);
  }

  boolean countAddresses() {
    return maxConnectionsPerAddress > 0 || handshakesPerAddress.isLimited();
  }
}
