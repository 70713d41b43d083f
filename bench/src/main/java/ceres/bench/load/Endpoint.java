package ceres.bench.load;

/**
 * Where a server listens.
 *
 * @param host an IPv4 address
 * @param secret the one that its tokens are signed with
 */
public record Endpoint(String host, int port, String secret) {}
