package ceres.conformance.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Base64;

/** By WebSocket on a plain TCP connection, so that frames go out behind each other in one write. */
final class WebSocketAttacker implements Attacker {
  private static final int TEXT = 1;
  private static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final int PATIENCE_MILLIS = 10_000;

  private final Socket socket;
  private final DataInputStream in;

  /** Opens a session and reads its OPEN. */
  WebSocketAttacker(Opening opening) {
    this(opening, new String[0]);
    String opened = next();
    if (!opened.startsWith("0{\"sid\":\"")) {
      throw new AssertionError(opened);
    }
  }

  private WebSocketAttacker(Opening opening, String[] packets) {
    try {
      socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), opening.port());
      socket.setSoTimeout(PATIENCE_MILLIS);
      in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.writeBytes(request(opening).getBytes(US_ASCII));
      for (String packet : packets) {
        bytes.writeBytes(frame(packet));
      }
      socket.getOutputStream().write(bytes.toByteArray());
      String status = line();
      if (!status.startsWith("HTTP/1.1 101 ")) {
        throw new AssertionError(status);
      }
      while (!line().isEmpty()) {
        // the headers of the answer
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Sends the request for the WebSocket and packets in one write, and reads nothing but the HTTP
   * answer.
   */
  static WebSocketAttacker burst(Opening opening, String... packets) {
    return new WebSocketAttacker(opening, packets);
  }

  @Override
  public void send(String... packets) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String packet : packets) {
      bytes.writeBytes(frame(packet));
    }
    try {
      socket.getOutputStream().write(bytes.toByteArray());
    } catch (SocketException e) {
      // Closed already, which next() will tell.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String next() {
    try {
      while (true) {
        int opcode = in.readUnsignedByte() & 0xf;
        int length = in.readUnsignedByte();
        if (length == 126) {
          length = in.readUnsignedShort();
        } else if (length == 127) {
          length = Math.toIntExact(in.readLong());
        }
        byte[] payload = in.readNBytes(length);
        switch (opcode) {
          case TEXT -> {
            String packet = new String(payload, UTF_8);
            if (!packet.equals("2")) {
              return packet;
            }
          }
          case BINARY -> {
            return "b" + Base64.getEncoder().encodeToString(payload);
          }
          case CLOSE -> {
            return END;
          }
          default -> throw new AssertionError("opcode " + opcode);
        }
      }
    } catch (EOFException | SocketException e) {
      return END;
    } catch (IOException e) {
      throw new AssertionError("nothing came", e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String request(Opening opening) {
    StringBuilder request = new StringBuilder();
    request
        .append("GET /socket.io/?EIO=4&transport=websocket")
        .append(opening.query())
        .append(" HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n")
        .append("Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n");
    opening
        .headers()
        .forEach((name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
    return request.append("\r\n").toString();
  }

  /** A final frame, masked with zeros (RFC 6455, section 5.2). */
  private static byte[] frame(String packet) {
    boolean binary = packet.startsWith("b");
    byte[] payload =
        binary ? Base64.getDecoder().decode(packet.substring(1)) : packet.getBytes(UTF_8);
    ByteBuffer frame = ByteBuffer.allocate(14 + payload.length);
    frame.put((byte) (0x80 | (binary ? BINARY : TEXT)));
    if (payload.length < 126) {
      frame.put((byte) (0x80 | payload.length));
    } else if (payload.length < 65_536) {
      frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
    } else {
      frame.put((byte) (0x80 | 127)).putLong(payload.length);
    }
    frame.putInt(0).put(payload).flip();
    byte[] bytes = new byte[frame.remaining()];
    frame.get(bytes);
    return bytes;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
