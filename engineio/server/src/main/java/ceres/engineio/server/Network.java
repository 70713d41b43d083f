package ceres.engineio.server;

import java.net.InetAddress;
import java.util.HexFormat;

/**
 * The addresses that begin with the same bits (RFC 4632, RFC 4291). Immutable.
 *
 * @param hex the first of them
 * @param bits how many bits are the same
 */
record Network(String hex, int bits) {

  /**
   * Reads an address, or one with the number of bits behind a slash.
   *
   * @throws IllegalArgumentException for anything else
   */
  static Network parse(String text) {
    int slash = text.indexOf('/');
    byte[] bytes = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash)).getAddress();
    int all = 8 * bytes.length;
    int bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
    if (bits < 0 || bits > all) {
      throw new IllegalArgumentException("no network: " + text);
    }
    return new Network(HexFormat.of().formatHex(bytes), bits);
  }

  /** Whether an address is in it. */
  boolean contains(byte[] address) {
    byte[] own = HexFormat.of().parseHex(hex);
    if (own.length != address.length) {
      return false;
    }
    int whole = bits / 8;
    for (int i = 0; i < whole; i++) {
      if (own[i] != address[i]) {
        return false;
      }
    }
    int rest = bits % 8;
    return rest == 0 || ((own[whole] ^ address[whole]) & 0xff) >>> (8 - rest) == 0;
  }

  @Override
  public String toString() {
    return hex + "/" + bits;
  }
}
