package ceres.bench.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;

/**
 * What a server tells of itself, in the text format of Prometheus. Immutable.
 *
 * @param text lines like {@code name{label="value"} 1.0}
 */
record Told(String text) {
  private static final int PATIENCE_MILLIS = 5_000;

  /** Asks a server on this machine. */
  static Told by(int port) throws IOException {
    URLConnection connection =
        URI.create("http://127.0.0.1:" + port + "/metrics").toURL().openConnection();
    connection.setConnectTimeout(PATIENCE_MILLIS);
    connection.setReadTimeout(PATIENCE_MILLIS);
    try (InputStream in = connection.getInputStream()) {
      return new Told(new String(in.readAllBytes(), UTF_8));
    }
  }

  /**
   * The sum of all values of a metric.
   *
   * @param series how their lines begin: the name, and some of the labels
   * @throws IOException if there is none
   */
  double sum(String series) throws IOException {
    double sum = 0;
    boolean found = false;
    for (String line : text.split("\n", -1)) {
      if (line.startsWith(series)) {
        sum += Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
        found = true;
      }
    }
    if (!found) {
      throw new IOException("the server tells nothing of " + series);
    }
    return sum;
  }
}
