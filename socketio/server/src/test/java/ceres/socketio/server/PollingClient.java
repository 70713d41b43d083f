package ceres.socketio.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** By HTTP long-polling. */
final class PollingClient implements Client {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final String address;
  private final Queue<String> arrived = new ArrayDeque<>();

  PollingClient(int port) {
    String path = "http://127.0.0.1:" + port + "/socket.io/?EIO=4&transport=polling";
    String opened = send(request(path).build()).body();
    address = path + "&sid=" + opened.substring(9, 29);
  }

  @Override
  public void send(String... packets) {
    String body = String.join("\u001e", packets);
    HttpResponse<String> _ = send(request(address).POST(BodyPublishers.ofString(body)).build());
  }

  @Override
  public String next() {
    while (true) {
      String packet = arrived.poll();
      if (packet == null) {
        HttpResponse<String> polled = send(request(address).build());
        if (polled.statusCode() != 200) {
          return END;
        }
        arrived.addAll(List.of(polled.body().split("\u001e", -1)));
      } else if (packet.equals("2")) {
        send("3");
      } else if (packet.equals("1")) {
        return END;
      } else if (!packet.equals("6")) {
        return packet;
      }
    }
  }

  @Override
  public void close() {
    try {
      send("1");
    } catch (AssertionError e) {
      // The server is gone already.
    }
  }

  private static HttpRequest.Builder request(String address) {
    return HttpRequest.newBuilder(URI.create(address)).timeout(PATIENCE);
  }

  private static HttpResponse<String> send(HttpRequest request) {
    try {
      return HTTP.send(request, BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError("no answer", e);
    }
  }
}
