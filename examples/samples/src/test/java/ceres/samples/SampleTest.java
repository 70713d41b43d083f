package ceres.samples;

import ceres.socketio.server.SocketIoConfig;
import ceres.socketio.server.SocketIoServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

/** A server on a free port, clients that end with the test, and what handlers logged. */
abstract class SampleTest {
  static final String PATH = "/socket.io/";

  private final List<Guest> guests = new ArrayList<>();
  private final List<SocketIoServer> servers = new ArrayList<>();

  /** With the default settings; does not listen before {@link #start}. */
  final SocketIoServer io = server(SocketIoConfig.builder());

  /** What happened, in order. */
  final BlockingQueue<String> log = new LinkedBlockingQueue<>();

  /** Another server. */
  final SocketIoServer server(SocketIoConfig.Builder config) {
    SocketIoServer made = new SocketIoServer(config.host("127.0.0.1").port(0).build());
    servers.add(made);
    return made;
  }

  static void start(SocketIoServer server) {
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A connection to a server that has started, in no namespace yet. */
  final Guest open(SocketIoServer server, String... headers) {
    Guest guest = new Guest(server.address().getPort(), PATH, headers);
    guests.add(guest);
    return guest;
  }

  /** A client in the main namespace of {@link #io}. */
  final Guest guest() {
    Guest guest = open(io);
    String _ = guest.connect();
    return guest;
  }

  /** What was logged next, or "nothing". */
  final String nextLogged() {
    try {
      String next = log.poll(10, TimeUnit.SECONDS);
      return next == null ? "nothing" : next;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void stop() {
    guests.forEach(Guest::close);
    servers.forEach(SocketIoServer::close);
  }
}
