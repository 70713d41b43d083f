package ceres.conformance.attacks;

import ceres.conformance.support.Tokens;
import ceres.testing.wire.Endpoint;
import ceres.testing.wire.RawWebSocket;
import ceres.testing.wire.Transport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who behaves: says numbered things in a room, and keeps what was heard there and how long
 * the own words took to come back.
 *
 * <p>Thread-safe by its monitor; a thread of its own reads, and no virtual one: those would wait
 * for each other.
 */
final class Chatter implements AutoCloseable {
  private static final String CONTENT = "\"content\":\"";

  /**
   * Something that was said.
   *
   * @param saidAt by {@link System#nanoTime}
   * @param nanos until it was back
   */
  record Latency(long saidAt, long nanos) {}

  private final String name;
  private final String room;
  private final RawWebSocket socket;
  private final List<String> heard = new ArrayList<>();
  private final List<Latency> latencies = new ArrayList<>();
  private int said;
  private int acknowledged;
  private @Nullable String ended;

  Chatter(int port, String name, String room) throws IOException {
    this.name = name;
    this.room = room;
    Endpoint server = new Endpoint(port, "/socket.io/");
    socket = RawWebSocket.open(server.connect(), server.target(Transport.WEBSOCKET));
    demand("0{");
    socket.text("40{\"token\":\"" + Tokens.of(name) + "\"}");
    demand("40{");
    socket.text("420[\"join_room\",\"" + room + "\"]");
    while (!socket.next().startsWith("430[{\"status\":\"ok\"")) {
      // the history, and who else is there
    }
    Thread _ = Thread.ofPlatform().name("chatter").daemon().start(this::listen);
  }

  String room() {
    return room;
  }

  private void demand(String beginning) throws IOException {
    String next = socket.next();
    if (!next.startsWith(beginning)) {
      throw new AssertionError(next);
    }
  }

  /** Says the next thing. */
  void speak() {
    synchronized (this) {
      said++;
    }
    write(
        "421[\"send_message\",{\"roomId\":\"%s\",\"content\":\"%s %d %d\"}]"
            .formatted(room, name, said, System.nanoTime()));
  }

  private void write(String packet) {
    synchronized (socket) {
      try {
        RawWebSocket _ = socket.text(packet);
      } catch (IOException e) {
        end(e.toString());
      }
    }
  }

  private void listen() {
    try {
      while (true) {
        String packet = socket.next();
        if (packet.equals("2")) {
          write("3");
        } else if (packet.startsWith("42[\"new_message\"")) {
          hear(packet);
        } else if (packet.startsWith("431[{\"status\":\"ok\"")) {
          acknowledge();
        } else if (!packet.startsWith("42[\"user_")) {
          end(packet);
          return;
        }
      }
    } catch (IOException e) {
      end(e.toString());
    }
  }

  private synchronized void end(String how) {
    if (ended == null) {
      ended = how;
    }
  }

  private synchronized void acknowledge() {
    acknowledged++;
  }

  private void hear(String packet) {
    int from = packet.indexOf(CONTENT) + CONTENT.length();
    String content = packet.substring(from, packet.indexOf('"', from));
    long now = System.nanoTime();
    synchronized (this) {
      heard.add(content);
      if (content.startsWith(name + " ")) {
        long saidAt = Long.parseLong(content.substring(content.lastIndexOf(' ') + 1));
        latencies.add(new Latency(saidAt, now - saidAt));
      }
    }
  }

  /** Why it is here no more, or null. */
  synchronized @Nullable String ended() {
    return ended;
  }

  synchronized int said() {
    return said;
  }

  /** Whether all was acknowledged that was said. */
  synchronized boolean isAnswered() {
    return acknowledged == said;
  }

  /** All that was heard in the room, in order. */
  synchronized List<String> heard() {
    return List.copyOf(heard);
  }

  synchronized List<Latency> latencies() {
    return List.copyOf(latencies);
  }

  @Override
  public void close() throws IOException {
    end("closed");
    socket.close();
  }
}
