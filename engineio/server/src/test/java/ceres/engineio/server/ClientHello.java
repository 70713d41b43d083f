package ceres.engineio.server;

import ceres.testing.wire.RawHttp;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.HexFormat;

/**
 * The first message of a client that is as old or as weak as no library is any more (RFC 5246,
 * section 7.4.1.2).
 *
 * @param hex the record
 */
record ClientHello(String hex) {
  private static final int ALERT = 21;

  /** Elliptic curves and signatures as usual. */
  private static final String EXTENSIONS =
      "000a00040002" + "0017" + "000b00020100" + "000d00060004" + "04030401";

  /**
   * One that offers compression.
   *
   * @param version in hexadecimal, 0303 for TLS 1.2
   * @param suite in hexadecimal, the only one
   */
  static ClientHello of(String version, String suite) {
    String body =
        version + "5a".repeat(32) + "00" + "0002" + suite + "020100" + sized(EXTENSIONS, 2);
    return new ClientHello("16" + "0301" + sized("01" + sized(body, 3), 2));
  }

  byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  /** With its length in front, in so many bytes. */
  private static String sized(String hex, int bytes) {
    return HexFormat.of().toHexDigits(hex.length() / 2, 2 * bytes) + hex;
  }

  /** Sends it, and tells the answer. */
  String sendTo(RawHttp connection) throws IOException {
    DataInputStream in = new DataInputStream(connection.send(bytes()).in());
    int type = in.readUnsignedByte();
    in.skipNBytes(2);
    byte[] body = new byte[in.readUnsignedShort()];
    in.readFully(body);
    if (type == ALERT) {
      return "alert " + body[1];
    }
    int compression = 4 + 2 + 32 + 1 + body[38] + 2;
    return body[compression] == 0 ? "hello without compression" : "hello";
  }
}
