package ceres.socketio.server;

import ceres.socketio.server.Client.By;
import ceres.testing.wire.EngineVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;

/** A server on a free port, clients that end with the test, and what handlers told. */
abstract class SocketIoTest {
  private final List<Client> clients = new ArrayList<>();
  private final List<SocketIoServer> servers = new ArrayList<>();

  /** What happened, in order. */
  final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  /** A server that does not listen yet. */
  SocketIoServer server() {
    return server(config -> config);
  }

  SocketIoServer server(UnaryOperator<SocketIoConfig.Builder> settings) {
    SocketIoServer server =
        new SocketIoServer(
            settings.apply(SocketIoConfig.builder().host("127.0.0.1").port(0)).build());
    servers.add(server);
    return server;
  }

  SocketIoServer started(SocketIoServer server) {
    try {
      server.start();
      return server;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  Client open(SocketIoServer server, By by) {
    Client client = by.open(server);
    clients.add(client);
    return client;
  }

  /** A client of Socket.IO 2. */
  Client openV2(SocketIoServer server, By by) {
    Client client = by.open(server, EngineVersion.V3);
    clients.add(client);
    return client;
  }

  /** What was told next, or "nothing". */
  String nextTold() {
    try {
      String next = told.poll(10, TimeUnit.SECONDS);
      return next == null ? "nothing" : next;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void stop() {
    clients.forEach(Client::close);
    servers.forEach(SocketIoServer::close);
  }
}
