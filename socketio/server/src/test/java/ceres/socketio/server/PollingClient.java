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
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** By HTTP long-polling. */
final class PollingClient implements Client {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final int eio;
  private final String address;
  private final String sid;
  private final Queue<String> arrived = new ArrayDeque<>();

  PollingClient(int port, int eio) {
    this.eio = eio;
    String path = "http://127.0.0.1:" + port + "/socket.io/?EIO=" + eio + "&transport=polling";
    arrived.addAll(packets(send(request(path).build()).body()));
    sid = arrived.remove().substring(9, 29);
    address = path + "&sid=" + sid;
  }

  @Override
  public String sid() {
    return sid;
  }

  private String body(String... packets) {
    if (eio == 4) {
      return String.join("\u001e", packets);
    }
    StringBuilder body = new StringBuilder();
    for (String packet : packets) {
      body.append(packet.length()).append(':').append(packet);
    }
    return body.toString();
  }

  private List<String> packets(String body) {
    if (eio == 4) {
      return List.of(body.split("\u001e", -1));
    }
    List<String> packets = new ArrayList<>();
    for (int at = 0; at < body.length(); ) {
      int colon = body.indexOf(':', at);
      int end = colon + 1 + Integer.parseInt(body, at, colon, 10);
      packets.add(body.substring(colon + 1, end));
      at = end;
    }
    return packets;
  }

  @Override
  public void send(String... packets) {
    HttpResponse<String> _ =
        send(request(address).POST(BodyPublishers.ofString(body(packets))).build());
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
        arrived.addAll(packets(polled.body()));
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
