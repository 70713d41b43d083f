package ceres.conformance.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks at a management address.
 *
 * @param port of it
 */
public record Management(int port) {
  /** What operators show in these tests. */
  public static final String TOKEN = "an-operators-token-of-the-tests";

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern SAMPLE =
      Pattern.compile("^([a-z_]+(?:\\{[^}]*})?) ([-+0-9.eEINFa]+)$", Pattern.MULTILINE);

  /** An answer: its status and its body. */
  public record Answer(int status, String body, HttpResponse<String> response) {
    public JsonNode json() {
      return JSON.readTree(body);
    }

    /** A header, or nothing. */
    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  public Answer get(String path, String... headers) {
    return ask("GET", path, "", headers);
  }

  /** As an operator. */
  public Answer operate(String method, String path, String body) {
    return ask(method, path, body, "Authorization", "Bearer " + TOKEN);
  }

  public Answer ask(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(30))
            .method(method, BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body(), response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** One of {@link #metrics}; 0 if there is none of that name. */
  public double metric(String name) {
    return metrics().getOrDefault(name, 0.0);
  }

  /** All metrics, by their names with their labels, for example {@code a_total{b="c"}}. */
  public Map<String, Double> metrics() {
    Map<String, Double> metrics = new HashMap<>();
    Matcher samples = SAMPLE.matcher(get("/metrics").body());
    while (samples.find()) {
      metrics.put(samples.group(1), Double.valueOf(samples.group(2)));
    }
    return metrics;
  }
}
