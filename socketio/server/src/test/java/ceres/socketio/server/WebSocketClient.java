package ceres.socketio.server;

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
import java.util.Arrays;
import java.util.Base64;

/** By WebSocket on a plain TCP connection, so that frames go out behind each other in one write. */
final class WebSocketClient implements Client {
  private static final int TEXT = 1;
  private static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final int PATIENCE_MILLIS = 10_000;

  private final int eio;
  private final Socket socket;
  private final DataInputStream in;
  private final String sid;

  WebSocketClient(int port, int eio) {
    this.eio = eio;
    try {
      socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
      socket.setSoTimeout(PATIENCE_MILLIS);
      in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
      String request =
          """
          GET /socket.io/?EIO=%d&transport=websocket HTTP/1.1\r
          Host: 127.0.0.1\r
          Connection: Upgrade\r
          Upgrade: websocket\r
          Sec-WebSocket-Version: 13\r
          Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
          \r
          """
              .formatted(eio);
      socket.getOutputStream().write(request.getBytes(US_ASCII));
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
    String opened = next();
    if (!opened.startsWith("0{")) {
      throw new AssertionError(opened);
    }
    sid = opened.substring(9, 29);
  }

  @Override
  public String sid() {
    return sid;
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
            if (packet.equals("2")) {
              send("3");
            } else {
              return packet;
            }
          }
          case BINARY -> {
            return eio == 4
                ? "b" + Base64.getEncoder().encodeToString(payload)
                : "b" + payload[0] + base64From(payload, 1);
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

  /** A final frame, masked with zeros (RFC 6455, section 5.2). */
  private byte[] frame(String packet) {
    boolean binary = packet.startsWith("b");
    byte[] payload = binary ? payload(packet) : packet.getBytes(UTF_8);
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

  private byte[] payload(String packet) {
    byte[] bytes = Base64.getDecoder().decode(packet.substring(eio == 4 ? 1 : 2));
    if (eio == 4) {
      return bytes;
    }
    byte[] typed = new byte[1 + bytes.length];
    typed[0] = (byte) (packet.charAt(1) - '0');
    System.arraycopy(bytes, 0, typed, 1, bytes.length);
    return typed;
  }

  private static String base64From(byte[] bytes, int start) {
    return Base64.getEncoder().encodeToString(Arrays.copyOfRange(bytes, start, bytes.length));
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
