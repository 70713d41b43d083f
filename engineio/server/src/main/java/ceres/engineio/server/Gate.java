package ceres.engineio.server;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets connections and handshakes in, as far as the {@link ConnectionLimits} allow, and counts what
 * is refused.
 *
 * <p>Thread-safe by its parts. Two handshakes at the same moment may both take the last place.
 */
final class Gate {
  /**
   * How many connections over a limit are answered rather than cut off: enough for everyone to be
   * told who means well.
   */
  private static final int TOLD = 64;

  private final ConnectionLimits limits;
  private final Addresses addresses;
  private final TokenBucket handshakes;

  /** Not changed once it is filled. */
  private final Map<Refused, LongAdder> refused = new EnumMap<>(Refused.class);

  Gate(ConnectionLimits limits) {
    this.limits = limits;
    this.addresses = new Addresses(limits.handshakesPerAddress());
    this.handshakes = new TokenBucket(limits.handshakes(), System.nanoTime());
    for (Refused why : Refused.values()) {
      refused.put(why, new LongAdder());
    }
  }

  /** Counts a refusal. */
  void count(Refused why) {
    adder(why).increment();
  }

  /** How often this was refused. */
  long counted(Refused why) {
    return adder(why).sum();
  }

  private LongAdder adder(Refused why) {
    return Objects.requireNonNull(refused.get(why));
  }

  /** How many addresses are known. */
  int addressCount() {
    return addresses.size();
  }

  /**
   * Counts a new connection in, until it ends. One that is far over a limit is closed.
   *
   * @param connections how many there are, this one included
   * @return null, or what its request is to be answered with
   */
  @Nullable Refusal connected(Channel channel, int connections) {
    Refused why = isOver(connections, limits.maxConnections(), channel) ? Refused.CONNECTION : null;
    if (limits.maxConnectionsPerAddress() > 0
        && channel.remoteAddress() instanceof InetSocketAddress peer
        && !limits.proxies().trusts(peer.getAddress())) {
      AddressKey address = AddressKey.of(peer);
      if (address != null) {
        int ofAddress = addresses.connected(address);
        channel.closeFuture().addListener(_ -> addresses.disconnected(address));
        if (isOver(ofAddress, limits.maxConnectionsPerAddress(), channel)) {
          why = Refused.CONNECTION_OF_ADDRESS;
        }
      }
    }
    return why == null ? null : told(Refusal.forAWhile(why));
  }

  private static boolean isOver(int count, int most, Channel channel) {
    if (most > 0 && count > most + TOLD) {
      channel.close();
    }
    return most > 0 && count > most;
  }

  /**
   * Whether there may be one more session.
   *
   * @param sessions how many there are
   * @return null if there may
   */
  @Nullable Refusal handshake(HandshakeRequest request, IntSupplier sessions) {
    long now = System.nanoTime();
    AddressKey address = counted(request);
    if (address != null) {
      long wait = addresses.takeHandshake(address, now);
      if (wait > 0) {
        return told(Refusal.forNanos(Refused.HANDSHAKE_OF_ADDRESS, wait));
      }
      if (limits.maxConnectionsPerAddress() > 0
          && addresses.sessions(address) >= limits.maxConnectionsPerAddress()) {
        return told(Refusal.forAWhile(Refused.CONNECTION_OF_ADDRESS));
      }
    }
    if (limits.maxConnections() > 0 && sessions.getAsInt() >= limits.maxConnections()) {
      return told(Refusal.forAWhile(Refused.CONNECTION));
    }
    long wait = handshakes.take(now);
    return wait > 0 ? told(Refusal.forNanos(Refused.HANDSHAKE, wait)) : null;
  }

  private Refusal told(Refusal refusal) {
    count(refusal.why());
    return refusal;
  }

  /** There is a new session. */
  void opened(HandshakeRequest request) {
    AddressKey address = counted(request);
    if (address != null) {
      addresses.opened(address);
    }
  }

  /** A session that was {@link #opened} is over. */
  void ended(HandshakeRequest request) {
    AddressKey address = counted(request);
    if (address != null) {
      addresses.ended(address);
    }
  }

  private @Nullable AddressKey counted(HandshakeRequest request) {
    return limits.countAddresses() ? AddressKey.of(request.remoteAddress()) : null;
  }
}
