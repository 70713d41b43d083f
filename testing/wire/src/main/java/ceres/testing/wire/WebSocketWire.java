package ceres.testing.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** By WebSocket. */
final class WebSocketWire implements WireClient {
  private final RawWebSocket socket;
  private final EngineVersion version;
  private final String open;
  private volatile boolean broken;

  WebSocketWire(Endpoint endpoint, String query, String... headers) throws IOException {
    version = endpoint.version();
    String target = endpoint.target(Transport.WEBSOCKET) + query;
    RawHttp connection = endpoint.connect();
    try {
      socket = RawWebSocket.open(connection, target, headers);
      open = socket.next();
    } catch (IOException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public String open() {
    return open;
  }

  @Override
  public void send(String... packets) throws IOException {
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    for (String packet : packets) {
      frames.writeBytes(
          packet.startsWith("b")
              ? RawWebSocket.masked(0x82, version.frame(packet))
              : RawWebSocket.masked(0x81, packet.getBytes(StandardCharsets.UTF_8)));
    }
    try {
      RawWebSocket _ = socket.raw(frames.toByteArray());
    } catch (SocketException closed) {
      broken = true; // next() will tell.
    }
  }

  @Override
  public boolean isBroken() {
    return broken;
  }

  @Override
  public String next() throws IOException {
    String frame = socket.next();
    if (frame.startsWith("binary ")) {
      return version.packet(HexFormat.of().parseHex(frame.substring(7)));
    }
    return frame.startsWith("close") ? END : frame;
  }

  @Override
  public void drop() throws IOException {
    socket.connection().reset();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
