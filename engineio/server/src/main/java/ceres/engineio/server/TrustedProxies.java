package ceres.engineio.server;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The proxies in front of the server, which say whom they speak for. A client's address is what the
 * last proxy that is not trusted, or the client itself, was seen as by the first that is: the
 * rightmost address in the header that is no trusted proxy's. What clients write there themselves
 * is left of it.
 *
 * <p>Immutable.
 */
public final class TrustedProxies {
  /** No proxy: who opened the connection is the client. */
  public static final TrustedProxies NONE = new TrustedProxies(List.of(), Header.X_FORWARDED_FOR);

  /** Where the proxies write the addresses. The other one is whatever a client made up. */
  public enum Header {
    X_FORWARDED_FOR("x-forwarded-for"),
    /** RFC 7239. */
    FORWARDED("forwarded");

    private final String text;

    Header(String text) {
      this.text = text;
    }
  }

  private final List<Network> networks;
  private final Header header;

  private TrustedProxies(List<Network> networks, Header header) {
    this.networks = List.copyOf(networks);
    this.header = header;
  }

  /**
   * Trusts some proxies.
   *
   * @param networks addresses such as {@code 10.1.2.3} or {@code ::1}, and networks such as {@code
   *     10.0.0.0/8}
   * @throws IllegalArgumentException for what is neither
   */
  public static TrustedProxies of(List<String> networks, Header header) {
    return new TrustedProxies(networks.stream().map(Network::parse).toList(), header);
  }

  /** Whether an address is a trusted proxy's. */
  boolean trusts(@Nullable InetAddress address) {
    if (address == null || networks.isEmpty()) {
      return false;
    }
    byte[] bytes = address.getAddress();
    return networks.stream().anyMatch(network -> network.contains(bytes));
  }

  /** The address of the client of a connection that a request came by. */
  InetSocketAddress client(Channel channel, HttpHeaders headers) {
    return channel.remoteAddress() instanceof InetSocketAddress peer
        ? client(peer, headers)
        : InetSocketAddress.createUnresolved("gone", 0);
  }

  /** Whom a request is from that came by a connection of this address. */
  InetSocketAddress client(InetSocketAddress peer, HttpHeaders headers) {
    if (networks.isEmpty()) {
      return peer;
    }
    List<String> hops =
        header == Header.FORWARDED
            ? ForwardedHops.ofForwarded(headers.getAll(header.text))
            : ForwardedHops.ofXForwardedFor(headers.getAll(header.text));
    InetSocketAddress client = peer;
    for (int i = hops.size() - 1; i >= 0 && trusts(client.getAddress()); i--) {
      InetSocketAddress hop = ForwardedHops.address(hops.get(i));
      if (hop == null) {
        break;
      }
      client = hop;
    }
    return client;
  }

  /** The host that a client asked for, as far as it is known. */
  String host(Channel channel, HttpHeaders headers) {
    String forwarded = speaks(channel) ? headers.get("x-forwarded-host") : null;
    return forwarded == null ? headers.get("host", "") : forwarded;
  }

  /** Whether one of them is at the other end of a connection. */
  boolean speaks(Channel channel) {
    return channel.remoteAddress() instanceof InetSocketAddress peer && trusts(peer.getAddress());
  }

  /** Whether a request says whom it is for although nobody is trusted to say that. */
  boolean ignores(HttpHeaders headers) {
    return networks.isEmpty()
        && (headers.contains(Header.X_FORWARDED_FOR.text)
            || headers.contains(Header.FORWARDED.text));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TrustedProxies that
        && networks.equals(that.networks)
        && header == that.header;
  }

  @Override
  public int hashCode() {
    return Objects.hash(networks, header);
  }

  @Override
  public String toString() {
    return networks.isEmpty() ? "none" : networks + " by " + header.text;
  }
}
