package ceres.engineio.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What counts as one address: an IPv4 address, or the network of 64 bits that a subscriber of IPv6
 * has to themselves.
 *
 * @param bits of the address, or of the network
 */
record AddressKey(boolean six, long bits) {

  /** Null for an address that is not known. */
  static @Nullable AddressKey of(InetSocketAddress client) {
    InetAddress address = client.getAddress();
    if (address == null) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    return address instanceof Inet6Address
        ? new AddressKey(true, bytes.getLong())
        : new AddressKey(false, bytes.getInt());
  }
}
