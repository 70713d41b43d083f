package ceres.engineio.server;

import java.util.HashMap;
import java.util.Map;

/**
 * What each address uses: connections, sessions and handshakes. One that uses nothing, and has not
 * for a while, is forgotten.
 *
 * <p>Thread-safe by its monitor; used when connections and sessions come and go, not while they
 * last.
 */
final class Addresses {
  private static final int FEW = 1_024;

  private final Rate handshakes;
  private final Map<AddressKey, Use> uses = new HashMap<>();
  private int sweepAt = FEW;

  private static final class Use {
    private int connections;
    private int sessions;
    private final TokenBucket handshakes;

    Use(Rate rate, long now) {
      handshakes = new TokenBucket(rate, now);
    }

    boolean isOver(long now) {
      return connections == 0 && sessions == 0 && handshakes.isFull(now);
    }
  }

  Addresses(Rate handshakes) {
    this.handshakes = handshakes;
  }

  /** Counts a connection in; returns how many the address has now. */
  synchronized int connected(AddressKey address) {
    return ++use(address).connections;
  }

  synchronized void disconnected(AddressKey address) {
    Use use = use(address);
    use.connections--;
    forgetIfOver(address, use);
  }

  /** Counts a session in. */
  synchronized void opened(AddressKey address) {
    use(address).sessions++;
  }

  synchronized void ended(AddressKey address) {
    Use use = use(address);
    use.sessions--;
    forgetIfOver(address, use);
  }

  /** How many sessions an address has. */
  synchronized int sessions(AddressKey address) {
    return use(address).sessions;
  }

  /** Counts a handshake; returns 0, or in how many nanoseconds there may be one. */
  synchronized long takeHandshake(AddressKey address, long now) {
    return use(address, now).handshakes.take(now);
  }

  /** How many addresses are known. */
  synchronized int size() {
    return uses.size();
  }

  private Use use(AddressKey address) {
    return use(address, System.nanoTime());
  }

  private Use use(AddressKey address, long now) {
    Use known = uses.get(address);
    if (known != null) {
      return known;
    }
    if (uses.size() >= sweepAt) {
      uses.values().removeIf(use -> use.isOver(now));
      sweepAt = Math.max(FEW, 2 * uses.size());
    }
    Use made = new Use(handshakes, now);
    uses.put(address, made);
    return made;
  }

  private void forgetIfOver(AddressKey address, Use use) {
    if (use.isOver(System.nanoTime())) {
      uses.remove(address);
    }
  }
}
