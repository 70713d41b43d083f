package ceres.engineio.server;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.Deflater;

/**
 * The permessage-deflate extension of WebSocket (RFC 7692), always without context takeover: each
 * message is compressed by itself, so that one compressed frame serves every receiver of a
 * broadcast, and an idle connection holds no window.
 *
 * <p>Stateless.
 */
final class PerMessageDeflate {
  /** What the server's handshake says (section 7.1). */
  static final String AGREEMENT =
      "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

  /** The bit of a frame's first byte that says that its message is compressed (section 6). */
  static final int RSV1 = 0x40;

  private static final int TAIL = 4;

  private PerMessageDeflate() {}

  /**
   * Whether one of the client's offers can be agreed to: any with parameters that are known, but
   * for a window that is smaller than ours.
   *
   * @param extensions the values of {@code Sec-WebSocket-Extensions}
   */
  static boolean isOffered(List<String> extensions) {
    for (String offer : String.join(",", extensions).toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] parts = offer.split(";", -1);
      boolean good = parts[0].strip().equals("permessage-deflate");
      for (int i = 1; i < parts.length; i++) {
        good &= isAgreeable(parts[i].replace(" ", "").replace("\"", "").strip());
      }
      if (good) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAgreeable(String parameter) {
    return switch (parameter) {
      case "server_no_context_takeover",
          "client_no_context_takeover",
          "client_max_window_bits",
          "server_max_window_bits=15" ->
          true;
      default -> parameter.matches("client_max_window_bits=([89]|1[0-5])");
    };
  }

  /** The compressed payload of a message, from an offset of these bytes on (section 7.2.1). */
  static byte[] deflate(byte[] bytes, int offset) {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    try {
      deflater.setInput(bytes, offset, bytes.length - offset);
      ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 4 + 64);
      byte[] buffer = new byte[4096];
      int count;
      do {
        count = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
        out.write(buffer, 0, count);
      } while (count == buffer.length);
      byte[] whole = out.toByteArray();
      return Arrays.copyOf(whole, whole.length - TAIL);
    } finally {
      deflater.end();
    }
  }
}
