package ceres.testing.wire;

import ceres.testing.wire.RawHttp.Answer;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;

/** A WebSocket client that can break every rule of RFC 6455. */
public final class RawWebSocket implements AutoCloseable {
  /** The headers of a handshake; not to be written to. */
  @SuppressWarnings("MutablePublicArray") // handed over as varargs all over the tests
  public static final String[] UPGRADE = {
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
  };

  private static final byte[] MASK = {0x37, (byte) 0xfa, 0x21, 0x3d};

  private final RawHttp connection;

  /** Opens a WebSocket with more query parameters, for example {@code &sid=…}. */
  public RawWebSocket(int port, String query) throws IOException {
    this(new RawHttp(port), query);
  }

  public RawWebSocket(RawHttp connection, String query) throws IOException {
    this(connection);
    RawHttp _ = connection.get(RawHttp.WEBSOCKET + query, UPGRADE);
    readHandshake();
  }

  private RawWebSocket(RawHttp connection) {
    this.connection = connection;
  }

  /** Opens a WebSocket by a request for this target, with more headers. */
  public static RawWebSocket open(RawHttp connection, String target, String... headers)
      throws IOException {
    String[] all = Stream.of(UPGRADE, headers).flatMap(Stream::of).toArray(String[]::new);
    RawWebSocket socket = new RawWebSocket(connection.get(target, all));
    socket.readHandshake();
    return socket;
  }

  /** One whose handshake is done. */
  public static RawWebSocket on(RawHttp connection) {
    return new RawWebSocket(connection);
  }

  /** Opens one, and sends frames in the same segment as the request. */
  public static RawWebSocket inAHurry(int port, String query, byte[]... frames) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    String head = RawHttp.head("GET", RawHttp.WEBSOCKET + query, UPGRADE) + "\r\n";
    all.writeBytes(head.getBytes(StandardCharsets.UTF_8));
    for (byte[] frame : frames) {
      all.writeBytes(frame);
    }
    RawWebSocket socket = new RawWebSocket(new RawHttp(port).send(all.toByteArray()));
    socket.readHandshake();
    return socket;
  }

  private void readHandshake() throws IOException {
    Answer answer = connection.answer();
    if (answer.status() != 101
        || !"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=".equals(answer.header("sec-websocket-accept"))) {
      throw new IOException("not a WebSocket: " + answer);
    }
  }

  public RawHttp connection() {
    return connection;
  }

  public RawWebSocket text(String text) throws IOException {
    return frame(0x81, text.getBytes(StandardCharsets.UTF_8));
  }

  public RawWebSocket binary(byte[] data) throws IOException {
    return frame(0x82, data);
  }

  /** A masked frame with any first byte. */
  public RawWebSocket frame(int firstByte, byte[] payload) throws IOException {
    return raw(masked(firstByte, payload));
  }

  /** A frame whose payload is written in hexadecimal. */
  public RawWebSocket frame(int firstByte, String hex) throws IOException {
    return frame(firstByte, HexFormat.of().parseHex(hex));
  }

  public RawWebSocket raw(byte[] bytes) throws IOException {
    connection.send(bytes);
    return this;
  }

  public RawWebSocket raw(String hex) throws IOException {
    return raw(HexFormat.of().parseHex(hex));
  }

  public static byte[] masked(int firstByte, byte[] payload) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(firstByte);
    if (payload.length < 126) {
      out.write(0x80 | payload.length);
    } else if (payload.length < 65_536) {
      out.write(0x80 | 126);
      out.write(payload.length >>> 8);
      out.write(payload.length);
    } else {
      out.write(0x80 | 127);
      for (int shift = 56; shift >= 0; shift -= 8) {
        out.write((int) ((long) payload.length >>> shift));
      }
    }
    out.writeBytes(MASK);
    byte[] mixed = new byte[payload.length];
    for (int i = 0; i < payload.length; i++) {
      mixed[i] = (byte) (payload[i] ^ MASK[i % 4]);
    }
    out.writeBytes(mixed);
    return out.toByteArray();
  }

  /**
   * What comes next: a text as it is, {@code binary}, {@code pong} or {@code ping} and the payload
   * in hexadecimal, {@code close} and the status if there is one, or {@code end} of the connection.
   */
  public String next() throws IOException {
    try {
      int first = connection.in().read();
      if (first < 0) {
        return "end";
      }
      byte[] payload = connection.exactly(length());
      String hex = HexFormat.of().formatHex(payload);
      return switch (first) {
        case 0x81 -> new String(payload, StandardCharsets.UTF_8);
        case 0x82 -> "binary " + hex;
        case 0x88 ->
            payload.length == 0
                ? "close"
                : "close " + ((payload[0] & 0xff) << 8 | (payload[1] & 0xff));
        case 0x89 -> "ping " + hex;
        case 0x8a -> "pong " + hex;
        default -> "frame " + Integer.toHexString(first) + " " + hex;
      };
    } catch (EOFException | SocketException reset) {
      return "end";
    }
  }

  private int length() throws IOException {
    int length = connection.exactly(1)[0] & 0xff;
    if (length < 126) {
      return length;
    }
    int bytes = length == 126 ? 2 : 8;
    long whole = 0;
    for (byte b : connection.exactly(bytes)) {
      whole = whole << 8 | (b & 0xff);
    }
    return Math.toIntExact(whole);
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
