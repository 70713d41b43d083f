package ceres.conformance.faults;

import ceres.chat.postgres.DatabaseAddress;
import ceres.conformance.support.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Stands between a server and its database, and may keep to itself what one of them says, or cut
 * them off from each other.
 *
 * <p>Thread-safe by volatile fields and a concurrent queue.
 */
final class DatabaseProxy implements AutoCloseable {
  private final TestDatabase database;
  private final ServerSocket listening;
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private volatile boolean losesStatements;
  private volatile boolean losesAnswers;
  private volatile boolean cut;

  DatabaseProxy(TestDatabase database) throws IOException {
    this.database = database;
    this.listening = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    Thread _ = Thread.ofVirtual().name("database-proxy").start(this::accept);
  }

  /** The database as it is reached by here. */
  TestDatabase entrance() {
    DatabaseAddress address = database.address();
    return TestDatabase.at(
        new DatabaseAddress(
            List.of(new DatabaseAddress.Server("127.0.0.1", listening.getLocalPort())),
            address.database(),
            address.user(),
            address.password(),
            address.properties()));
  }

  /** What the server says from now on does not arrive. */
  void loseStatements() {
    losesStatements = true;
  }

  /** What the database says from now on does not arrive. */
  void loseAnswers() {
    losesAnswers = true;
  }

  /** Ends all connections; new ones end at once. */
  void cut() {
    cut = true;
    endAll();
  }

  /** All is well for new connections; those that there were have ended. */
  void mend() {
    endAll();
    losesStatements = false;
    losesAnswers = false;
    cut = false;
  }

  private void endAll() {
    for (Socket socket = sockets.poll(); socket != null; socket = sockets.poll()) {
      end(socket);
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        if (cut) {
          end(client);
        } else {
          connect(client);
        }
      }
    } catch (IOException closed) {
      endAll();
    }
  }

  private void connect(Socket client) throws IOException {
    DatabaseAddress.Server address = database.address().servers().getFirst();
    Socket server = new Socket(address.host(), address.port());
    sockets.add(client);
    sockets.add(server);
    Thread _ = Thread.ofVirtual().start(() -> pump(client, server, true));
    Thread _ = Thread.ofVirtual().start(() -> pump(server, client, false));
  }

  private void pump(Socket from, Socket to, boolean statements) {
    byte[] buffer = new byte[8192];
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (!(statements ? losesStatements : losesAnswers)) {
          out.write(buffer, 0, read);
        }
      }
    } catch (IOException ended) {
      end(from);
    }
    end(to);
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    endAll();
  }
}
