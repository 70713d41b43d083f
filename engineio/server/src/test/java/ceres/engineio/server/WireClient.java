package ceres.engineio.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;

/** A client of one session, by either transport: packets are written as polling writes them. */
interface WireClient extends AutoCloseable {

  /** Opens a session. */
  static WireClient open(TransportName transport, TestServer server) throws IOException {
    return switch (transport) {
      case POLLING -> new ByPolling(server);
      case WEBSOCKET -> new ByWebSocket(server);
    };
  }

  /** The OPEN packet that it began with. */
  String open();

  default String sid() {
    return TestServer.sidOf(open());
  }

  /** Sends packets, for example {@code 4text} or {@code bAQID}. */
  void send(String... packets) throws IOException;

  /** The next packet; waits for it. {@code end} when the session is over. */
  String next() throws IOException;

  /** Drops the connection that it receives by, without a word. */
  void drop() throws IOException;

  @Override
  void close() throws IOException;

  /** One connection to receive by, and one to send by. */
  final class ByPolling implements WireClient {
    private final String target;
    private final String open;
    private final RawHttp polls;
    private final RawHttp posts;
    private final Queue<String> packets = new ArrayDeque<>();

    private ByPolling(TestServer server) throws IOException {
      polls = server.http();
      posts = server.http();
      open = polls.get(RawHttp.POLLING).answer().body();
      target = RawHttp.POLLING + "&sid=" + sid();
    }

    @Override
    public String open() {
      return open;
    }

    @Override
    public void send(String... packets) throws IOException {
      posts.post(target, String.join("\u001e", packets)).answer();
    }

    @Override
    public String next() throws IOException {
      while (true) {
        String packet = packets.poll();
        if (packet == null) {
          RawHttp.Answer answer = polls.get(target).answer();
          packets.addAll(
              answer.status() == 200 ? List.of(answer.body().split("\u001e", -1)) : List.of("end"));
        } else if (packet.equals("1")) {
          return "end";
        } else if (!packet.equals("6")) {
          return packet;
        }
      }
    }

    @Override
    public void drop() throws IOException {
      polls.get(target);
      polls.reset();
    }

    @Override
    public void close() throws IOException {
      polls.close();
      posts.close();
    }
  }

  /** A WebSocket. */
  final class ByWebSocket implements WireClient {
    private final RawWebSocket socket;
    private final String open;

    private ByWebSocket(TestServer server) throws IOException {
      socket = server.webSocket("");
      open = socket.next();
    }

    @Override
    public String open() {
      return open;
    }

    @Override
    public void send(String... packets) throws IOException {
      for (String packet : packets) {
        if (packet.startsWith("b")) {
          socket.binary(Base64.getDecoder().decode(packet.substring(1)));
        } else {
          socket.frame(0x81, packet.getBytes(StandardCharsets.UTF_8));
        }
      }
    }

    @Override
    public String next() throws IOException {
      String frame = socket.next();
      if (frame.startsWith("binary ")) {
        byte[] bytes = HexFormat.of().parseHex(frame.substring(7));
        return 'b' + Base64.getEncoder().encodeToString(bytes);
      }
      return frame.startsWith("close") || frame.equals("end") ? "end" : frame;
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
}
