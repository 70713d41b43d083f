package ceres.testing.soak.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * A network between clients and a server, on the loopback interface, which can fail in all the ways
 * that networks do.
 *
 * <p>Thread-safe by its monitor; two virtual threads for each connection.
 */
public final class TcpProxy implements AutoCloseable {
  private static final int BACKLOG = 1_000;

  private final ServerSocket listener;
  private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
  private int target;
  private Weather weather = Weather.FAIR;
  private boolean closed;

  /** One that leads nowhere yet. */
  public TcpProxy() throws IOException {
    listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    Thread _ = Thread.ofVirtual().name("proxy").start(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Leads to a port of this machine from now on; 0: nowhere, so new connections are cut. */
  public synchronized void leadTo(int port) {
    target = port;
  }

  private synchronized int target() {
    return target;
  }

  /** How many connections there are. */
  public int size() {
    return connections.size();
  }

  /** Cuts all connections, with whatever is on its way. */
  public void cutAll() {
    connections.forEach(ProxiedConnection::cut);
  }

  /** Cuts about half of the connections. */
  public void cutSome(RandomGenerator random) {
    connections.stream().filter(_ -> random.nextBoolean()).forEach(ProxiedConnection::cut);
  }

  /** Nothing goes on in these directions, and nothing is lost, until {@link #heal}. */
  public void hold(Direction... directions) {
    change(new Weather(all(directions), Set.of(), 0));
  }

  /** What goes in these directions vanishes until {@link #heal}, and nobody is told. */
  public void swallow(Direction... directions) {
    change(new Weather(Set.of(), all(directions), 0));
  }

  /** What goes through comes late until {@link #heal}, each time by another while. */
  public void slow(int latestMillis) {
    change(new Weather(Set.of(), Set.of(), latestMillis));
  }

  /** All is as it should be; connections that something was swallowed of are cut. */
  public void heal() {
    change(Weather.FAIR);
    connections.stream().filter(ProxiedConnection::isBroken).forEach(ProxiedConnection::cut);
  }

  private static Set<Direction> all(Direction... directions) {
    EnumSet<Direction> all = EnumSet.noneOf(Direction.class);
    all.addAll(Set.of(directions));
    return all;
  }

  private synchronized void change(Weather next) {
    weather = next;
    notifyAll();
  }

  /** How what comes now is to be treated; waits while it is to be held. */
  synchronized Weather awaitPassage(Direction direction) throws InterruptedException {
    while (weather.held().contains(direction) && !closed) {
      wait();
    }
    return weather;
  }

  void forget(ProxiedConnection connection) {
    connections.remove(connection);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        lead(listener.accept());
      } catch (IOException e) {
        // The listener was closed, or whoever came is gone.
      }
    }
  }

  private void lead(Socket client) throws IOException {
    Socket server = new Socket();
    try {
      server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target()));
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
    } catch (IOException | IllegalArgumentException nobody) {
      client.setSoLinger(true, 0);
      client.close();
      server.close();
      return;
    }
    ProxiedConnection connection = new ProxiedConnection(this, client, server);
    connections.add(connection);
    connection.start();
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cutAll();
  }
}
