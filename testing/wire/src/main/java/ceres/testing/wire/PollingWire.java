package ceres.testing.wire;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** By HTTP long-polling: one connection to receive by, and one to send by. */
final class PollingWire implements WireClient {
  private final String target;
  private final String open;
  private final RawHttp polls;
  private final RawHttp posts;
  private final EngineVersion version;
  private final Queue<String> packets = new ArrayDeque<>();
  private volatile boolean broken;

  PollingWire(Endpoint endpoint, String query, String... headers) throws IOException {
    version = endpoint.version();
    polls = endpoint.connect();
    posts = endpoint.connect();
    try {
      RawHttp.Answer answer =
          polls.get(endpoint.target(Transport.POLLING) + query, headers).answer();
      if (answer.status() != 200) {
        throw new IOException("no session: " + answer.brief());
      }
      packets.addAll(version.split(answer.body()));
      open = packets.remove();
      target = endpoint.polling(sid());
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  @Override
  public String open() {
    return open;
  }

  @Override
  public void send(String... packets) throws IOException {
    try {
      RawHttp.Answer answer = posts.post(target, version.join(packets)).answer();
      broken |= answer.status() != 200;
    } catch (SocketException | EOFException closed) {
      broken = true; // next() will tell.
    }
  }

  @Override
  public boolean isBroken() {
    return broken;
  }

  @Override
  public String next() throws IOException {
    while (true) {
      String packet = packets.poll();
      if (packet == null) {
        RawHttp.Answer answer = polls.get(target).answer();
        packets.addAll(answer.status() == 200 ? version.split(answer.body()) : List.of(END));
      } else if (packet.equals("1")) {
        return END;
      } else if (!packet.equals("6")) {
        return packet;
      }
    }
  }

  @Override
  public void drop() throws IOException {
    RawHttp _ = polls.get(target);
    polls.reset();
  }

  @Override
  public void close() throws IOException {
    polls.close();
    posts.close();
  }
}
