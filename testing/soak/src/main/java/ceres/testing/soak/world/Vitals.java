package ceres.testing.soak.world;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a server is, by what its management address says.
 *
 * <p>Thread-safe.
 *
 * @param server a process that may have ended
 */
public record Vitals(ChatProcess server) {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final Pattern SAMPLE =
      Pattern.compile(
          "^([a-z_]+)(?:\\{(area=\"[a-z]+\")?[^}]*})? ([-+0-9.eE]+)$", Pattern.MULTILINE);
  private static final Pattern RESIDENT =
      Pattern.compile("^VmRSS:\\s+(\\d+) kB", Pattern.MULTILINE);

  /** Whether {@code /readyz} says so. */
  public boolean isReady() {
    try {
      return HTTP.send(request("/readyz"), BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * The metrics by their names, with the sum over all labels; and those that have a label {@code
   * area} also by it, for example {@code jvm_memory_used_bytes{area="heap"}}.
   *
   * @throws IOException when it does not answer
   */
  public Map<String, Double> metrics() throws IOException {
    try {
      Map<String, Double> metrics = new HashMap<>();
      Matcher samples =
          SAMPLE.matcher(HTTP.send(request("/metrics"), BodyHandlers.ofString()).body());
      while (samples.find()) {
        Double value = Double.valueOf(samples.group(3));
        metrics.merge(samples.group(1), value, Double::sum);
        if (samples.group(2) != null) {
          metrics.merge(samples.group(1) + "{" + samples.group(2) + "}", value, Double::sum);
        }
      }
      return metrics;
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** Its resident memory in bytes; 0 where the system does not tell. */
  public long residentBytes() {
    try {
      Matcher line =
          RESIDENT.matcher(Files.readString(Path.of("/proc/" + server.pid() + "/status")));
      return line.find() ? Long.parseLong(line.group(1)) * 1024 : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.managementPort() + path))
        .timeout(PATIENCE)
        .build();
  }
}
