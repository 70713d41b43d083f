package ceres.testing.wire;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
public final class RawHttp implements AutoCloseable {
  public static final String PATH = "/engine.io/";
  public static final String POLLING = PATH + "?EIO=4&transport=polling";
  public static final String WEBSOCKET = PATH + "?EIO=4&transport=websocket";
  public static final int PATIENCE_MILLIS = 10_000;

  /**
   * An HTTP answer.
   *
   * @param head the status line and the header lines as they are, without the empty line
   * @param headers names in lower case, values of one given twice joined
   * @param body decompressed
   */
  public record Answer(int status, String head, Map<String, String> headers, String body) {
    /** The value of a header, or null. */
    public @Nullable String header(String name) {
      return headers.get(name);
    }

    /** Status and body, which is what most tests compare. */
    public String brief() {
      return status + " " + body;
    }
  }

  private final Socket socket;
  private final InputStream in;

  public RawHttp(int port) throws IOException {
    this(port, 0);
  }

  /** A connection with a small receive buffer, or 0 for the usual one. */
  public RawHttp(int port, int receiveBuffer) throws IOException {
    this(port, receiveBuffer, PATIENCE_MILLIS);
  }

  /**
   * @param receiveBuffer in bytes, or 0 for the usual one
   * @param patienceMillis how long to wait for anything, before that fails
   */
  public RawHttp(int port, int receiveBuffer, int patienceMillis) throws IOException {
    socket = new Socket();
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(patienceMillis);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** A connection that is established, by TLS for example. */
  public RawHttp(Socket connected) throws IOException {
    socket = connected;
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
  }

  public InputStream in() {
    return in;
  }

  /** Sends text as UTF-8. */
  public RawHttp send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.UTF_8));
  }

  public RawHttp send(byte[] bytes) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(bytes);
    out.flush();
    return this;
  }

  /** A request without a body. */
  public RawHttp request(String method, String target, String... headers) throws IOException {
    return send(head(method, target, headers) + "\r\n");
  }

  public RawHttp get(String target, String... headers) throws IOException {
    return request("GET", target, headers);
  }

  public RawHttp post(String target, String body) throws IOException {
    return post(target, body.getBytes(StandardCharsets.UTF_8));
  }

  public RawHttp post(String target, byte[] body) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    String head = head("POST", target, "Content-Length: " + body.length);
    all.writeBytes((head + "\r\n").getBytes(StandardCharsets.UTF_8));
    all.writeBytes(body);
    return send(all.toByteArray());
  }

  public static String head(String method, String target, String... headers) {
    StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: test\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return head.toString();
  }

  /** The next answer. */
  public Answer answer() throws IOException {
    return answer(true);
  }

  /** The next answer, of a request whose answer has a body or has none. */
  public Answer answer(boolean withBody) throws IOException {
    String statusLine = line();
    int status = Integer.parseInt(statusLine.split(" ", 3)[1]);
    StringBuilder head = new StringBuilder(statusLine);
    Map<String, String> headers = new HashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      head.append("\r\n").append(line);
      int colon = line.indexOf(':');
      headers.merge(
          line.substring(0, colon).toLowerCase(Locale.ROOT),
          line.substring(colon + 1).strip(),
          (first, second) -> first + ", " + second);
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    byte[] body = withBody ? exactly(length) : new byte[0];
    InputStream plain =
        switch (headers.getOrDefault("content-encoding", "identity")) {
          case "gzip" -> new GZIPInputStream(new ByteArrayInputStream(body));
          case "deflate" -> new InflaterInputStream(new ByteArrayInputStream(body));
          default -> new ByteArrayInputStream(body);
        };
    String text = new String(plain.readAllBytes(), StandardCharsets.UTF_8);
    return new Answer(status, head.toString(), headers, text);
  }

  /** The next bytes, all of them. */
  byte[] exactly(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("the server closed the connection in the middle");
    }
    return bytes;
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
  public boolean ended() throws IOException {
    try {
      return in.read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  /** Ends what this side sends; what the server sends can still be read. */
  public void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** Drops the connection without a word: a reset. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
