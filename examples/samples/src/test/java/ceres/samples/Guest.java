package ceres.samples;

import ceres.testing.wire.Endpoint;
import ceres.testing.wire.Transport;
import ceres.testing.wire.WireClient;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A client by WebSocket that shows every packet as it is, and answers pings. */
final class Guest implements AutoCloseable {
  private final WireClient wire;

  Guest(int port, String path, String... headers) {
    try {
      wire = new Endpoint(port, path).open(Transport.WEBSOCKET, "", headers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Connects to the main namespace; its id there. */
  String connect() {
    return connect("40", "");
  }

  /**
   * Connects to a namespace; its id there.
   *
   * @param packet {@code 40}, or for another namespace {@code 40/name,}
   * @param auth JSON, or nothing
   */
  String connect(String packet, String auth) {
    send(packet + auth);
    String answer = next();
    String expected = packet + "{\"sid\":\"";
    if (!answer.startsWith(expected)) {
      throw new AssertionError(answer);
    }
    return answer.substring(expected.length(), expected.length() + 20);
  }

  void send(String... packets) {
    try {
      wire.send(packets);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next packet but pings, or {@link WireClient#END}. */
  String next() {
    try {
      return wire.nextAnsweringPings();
    } catch (IOException e) {
      throw new AssertionError("nothing came", e);
    }
  }

  /** Cuts the connection off, without a word. */
  void drop() {
    try {
      wire.drop();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      wire.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
