package ceres.conformance.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;

/**
 * Very many clients on raw sockets that all connect at once: WebSocket, then CONNECT with a token.
 *
 * <p>Not thread-safe; one thread serves them all.
 */
final class Crowd implements AutoCloseable {
  private static final String REQUEST =
      """
      GET /socket.io/?EIO=4&transport=websocket HTTP/1.1
      Host: 127.0.0.1
      Connection: Upgrade
      Upgrade: websocket
      Sec-WebSocket-Version: 13
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

      """
          .replace("\n", "\r\n");
  private static final String OPENED = "\"maxPayload\":";
  private static final String ACCEPTED = "40{\"sid\":";
  private static final String REFUSED = "44{";

  private final Selector selector = Selector.open();
  private final InetSocketAddress server;
  private final int size;
  private final List<String> tokens;
  private final ByteBuffer buffer = ByteBuffer.allocate(4096);
  private int accepted;
  private int refused;
  private int closed;

  /**
   * @param tokens used in turn
   */
  Crowd(int port, int size, List<String> tokens) throws IOException {
    this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    this.size = size;
    this.tokens = tokens;
  }

  /**
   * What became of the clients.
   *
   * @param closed whose connections failed or ended
   */
  record Outcome(int accepted, int refused, int closed) {}

  /** One client. */
  private static final class Client {
    private final String token;
    private final StringBuilder received = new StringBuilder();
    private boolean connecting;

    Client(String token) {
      this.token = token;
    }
  }

  /** Lets all connect; returns when each was answered, or the time is over. */
  Outcome comeIn(Duration within) throws IOException {
    long end = System.nanoTime() + within.toNanos();
    for (int i = 0; i < size; i++) {
      SocketChannel channel = SocketChannel.open();
      channel.configureBlocking(false);
      channel.connect(server);
      channel.register(
          selector, SelectionKey.OP_CONNECT, new Client(tokens.get(i % tokens.size())));
    }
    while (accepted + refused + closed < size && System.nanoTime() - end < 0) {
      selector.select(this::ready, 100);
    }
    return new Outcome(accepted, refused, closed);
  }

  private void ready(SelectionKey key) {
    try {
      SocketChannel channel = (SocketChannel) key.channel();
      if (key.isConnectable() && channel.finishConnect()) {
        channel.write(ByteBuffer.wrap(REQUEST.getBytes(US_ASCII)));
        key.interestOps(SelectionKey.OP_READ);
      } else if (key.isReadable()) {
        read(key, channel, (Client) key.attachment());
      }
    } catch (IOException e) {
      key.cancel();
      closed++;
    }
  }

  private void read(SelectionKey key, SocketChannel channel, Client client) throws IOException {
    buffer.clear();
    if (channel.read(buffer) < 0) {
      throw new IOException("the server has closed the connection");
    }
    buffer.flip();
    client.received.append(ISO_8859_1.decode(buffer));
    if (!client.connecting && client.received.indexOf(OPENED) >= 0) {
      client.connecting = true;
      channel.write(ByteBuffer.wrap(text("40{\"token\":\"" + client.token + "\"}")));
    } else if (client.received.indexOf(ACCEPTED) >= 0) {
      accepted++;
      key.interestOps(0);
    } else if (client.received.indexOf(REFUSED) >= 0) {
      refused++;
      key.interestOps(0);
    }
  }

  /** A frame with the mask 0. */
  private static byte[] text(String text) {
    byte[] payload = text.getBytes(US_ASCII);
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.writeBytes(
        new byte[] {
          (byte) 0x81, (byte) 0xfe, (byte) (payload.length >> 8), (byte) payload.length, 0, 0, 0, 0
        });
    frame.writeBytes(payload);
    return frame.toByteArray();
  }

  @Override
  public void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }
}
