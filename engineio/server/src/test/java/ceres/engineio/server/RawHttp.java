package ceres.engineio.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** One TCP connection that says exactly what it is told to, and reads HTTP answers. */
final class RawHttp implements AutoCloseable {
  static final String PATH = "/engine.io/";
  static final String POLLING = PATH + "?EIO=4&transport=polling";
  static final String WEBSOCKET = PATH + "?EIO=4&transport=websocket";
  static final int PATIENCE_MILLIS = 10_000;

  /**
   * An HTTP answer; header names in lower case, values of one given twice joined; the body
   * decompressed.
   */
  record Answer(int status, Map<String, String> headers, String body) {
    @Nullable String header(String name) {
      return headers.get(name);
    }

    /** Status and body, which is what most tests compare. */
    String brief() {
      return status + " " + body;
    }
  }

  private final Socket socket;
  private final InputStream in;

  RawHttp(int port) throws IOException {
    this(port, 0);
  }

  /** A connection with a small receive buffer, or 0 for the usual one. */
  RawHttp(int port, int receiveBuffer) throws IOException {
    socket = new Socket();
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** A connection that is established, by TLS for example. */
  RawHttp(Socket connected) throws IOException {
    socket = connected;
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
  }

  InputStream in() {
    return in;
  }

  /** Sends text as UTF-8. */
  RawHttp send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.UTF_8));
  }

  RawHttp send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /** A request without a body. */
  RawHttp request(String method, String target, String... headers) throws IOException {
    return send(head(method, target, headers) + "\r\n");
  }

  RawHttp get(String target, String... headers) throws IOException {
    return request("GET", target, headers);
  }

  RawHttp post(String target, String body) throws IOException {
    return post(target, body.getBytes(StandardCharsets.UTF_8));
  }

  RawHttp post(String target, byte[] body) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    String head = head("POST", target, "Content-Length: " + body.length);
    all.writeBytes((head + "\r\n").getBytes(StandardCharsets.UTF_8));
    all.writeBytes(body);
    return send(all.toByteArray());
  }

  static String head(String method, String target, String... headers) {
    StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: test\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return head.toString();
  }

  /** The next answer. */
  Answer answer() throws IOException {
    return answer(true);
  }

  /** The next answer, of a request whose answer has a body or has none. */
  Answer answer(boolean withBody) throws IOException {
    int status = Integer.parseInt(line().split(" ", 3)[1]);
    Map<String, String> headers = new HashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.merge(
          line.substring(0, colon).toLowerCase(Locale.ROOT),
          line.substring(colon + 1).strip(),
          (first, second) -> first + ", " + second);
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    byte[] body = withBody ? in.readNBytes(length) : new byte[0];
    InputStream plain =
        switch (headers.getOrDefault("content-encoding", "identity")) {
          case "gzip" -> new GZIPInputStream(new ByteArrayInputStream(body));
          case "deflate" -> new InflaterInputStream(new ByteArrayInputStream(body));
          default -> new ByteArrayInputStream(body);
        };
    return new Answer(status, headers, new String(plain.readAllBytes(), StandardCharsets.UTF_8));
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the server closed the connection after '" + line + "'");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  /** Whether the server has ended the connection, and said nothing more before. Waits for it. */
  boolean ended() throws IOException {
    try {
      return in.read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  /** Ends what this side sends; what the server sends can still be read. */
  void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** Drops the connection without a word: a reset. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
