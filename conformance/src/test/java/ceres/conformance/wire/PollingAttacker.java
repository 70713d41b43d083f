package ceres.conformance.wire;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;

/** By HTTP long-polling. */
final class PollingAttacker implements Attacker {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final int port;
  private final String sid;
  private final Queue<String> arrived = new ArrayDeque<>();

  PollingAttacker(Opening opening) {
    port = opening.port();
    String opened = get(port, opening.query(), opening.headers()).body();
    if (!opened.startsWith("0{\"sid\":\"")) {
      throw new AssertionError(opened);
    }
    sid = opened.substring(9, 29);
  }

  String sid() {
    return sid;
  }

  @Override
  public void send(String... packets) {
    HttpResponse<String> _ = post(port, sid, Map.of(), packets);
  }

  @Override
  public String next() {
    while (true) {
      String packet = arrived.poll();
      if (packet == null) {
        HttpResponse<String> polled = get(port, "&sid=" + sid, Map.of());
        if (polled.statusCode() != 200) {
          return END;
        }
        arrived.addAll(java.util.List.of(polled.body().split("\u001e", -1)));
      } else if (packet.equals("1")) {
        return END;
      } else if (!packet.equals("2") && !packet.equals("6")) {
        return packet;
      }
    }
  }

  @Override
  public void close() {
    send("1");
  }

  static HttpResponse<String> get(int port, String query, Map<String, String> headers) {
    return send(request(port, query, headers).build());
  }

  static HttpResponse<String> post(
      int port, String sid, Map<String, String> headers, String... packets) {
    return send(
        request(port, "&sid=" + sid, headers)
            .POST(BodyPublishers.ofString(String.join("\u001e", packets)))
            .build());
  }

  private static HttpRequest.Builder request(int port, String query, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:" + port + "/socket.io/?EIO=4&transport=polling" + query))
            .timeout(PATIENCE);
    headers.forEach(request::header);
    return request;
  }

  private static HttpResponse<String> send(HttpRequest request) {
    try {
      return HTTP.send(request, BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError("no answer", e);
    }
  }
}
