package ceres.testing.soak.world;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A connection through a {@link TcpProxy}: what one side says is passed on to the other, and so is
 * the end of it.
 *
 * <p>Thread-safe: a thread for each direction, which share what is atomic or volatile.
 */
final class ProxiedConnection {
  private static final int CHUNK = 16_384;

  private final TcpProxy proxy;
  private final Socket client;
  private final Socket server;
  private final AtomicInteger open = new AtomicInteger(2);
  private volatile boolean broken;

  ProxiedConnection(TcpProxy proxy, Socket client, Socket server) {
    this.proxy = proxy;
    this.client = client;
    this.server = server;
  }

  void start() {
    Thread _ = Thread.ofVirtual().name("there").start(() -> pass(client, server, Direction.THERE));
    Thread _ = Thread.ofVirtual().name("back").start(() -> pass(server, client, Direction.BACK));
  }

  /** Whether something was swallowed, so that what comes later would make no sense. */
  boolean isBroken() {
    return broken;
  }

  /** Resets both sides. */
  void cut() {
    proxy.forget(this);
    reset(client);
    reset(server);
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // It is closed already.
    }
  }

  /** Nothing ever follows what was swallowed: TCP has no holes. */
  private void pass(Socket from, Socket to, Direction direction) {
    byte[] chunk = new byte[CHUNK];
    boolean swallowed = false;
    try {
      int length = from.getInputStream().read(chunk);
      while (length >= 0) {
        Weather weather = proxy.awaitPassage(direction);
        if (weather.latestMillis() > 0) {
          Thread.sleep(ThreadLocalRandom.current().nextInt(weather.latestMillis()));
        }
        swallowed |= weather.swallowed().contains(direction);
        if (swallowed) {
          broken = true;
        } else {
          to.getOutputStream().write(chunk, 0, length);
        }
        length = from.getInputStream().read(chunk);
      }
      Weather _ = proxy.awaitPassage(direction);
      to.shutdownOutput();
      if (open.decrementAndGet() == 0) {
        cutQuietly();
      }
    } catch (IOException | InterruptedException e) {
      cut();
    }
  }

  /** Both sides have said all. */
  private void cutQuietly() throws IOException {
    proxy.forget(this);
    client.close();
    server.close();
  }
}
