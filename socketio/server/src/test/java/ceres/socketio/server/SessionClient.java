package ceres.socketio.server;

import ceres.testing.wire.WireClient;
import java.io.IOException;
import java.io.UncheckedIOException;

/** By either transport, on raw sockets. */
final class SessionClient implements Client {
  private final By by;
  private final WireClient wire;

  SessionClient(By by, WireClient wire) {
    this.by = by;
    this.wire = wire;
  }

  @Override
  public void send(String... packets) {
    try {
      wire.send(packets);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String sid() {
    return wire.sid();
  }

  @Override
  public String next() {
    try {
      return wire.nextAnsweringPings();
    } catch (IOException e) {
      throw new AssertionError("nothing came", e);
    }
  }

  /** A polling session does not notice that nobody polls: it is told. */
  @Override
  public void close() {
    try (wire) {
      if (by == By.POLLING) {
        wire.send("1");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
