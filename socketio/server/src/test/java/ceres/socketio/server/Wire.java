package ceres.socketio.server;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client whose connection can be cut: it shows Engine.IO packets as they are on the wire, and
 * answers pings by itself for as long as it likes. Binary is shown as {@code b} and Base64.
 */
abstract sealed class Wire implements AutoCloseable {
  static final String END = "end";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  volatile boolean answersPings = true;

  /** Both transports. */
  enum By {
    POLLING,
    WEBSOCKET;

    Wire open(SocketIoServer server) {
      int port = server.address().getPort();
      Wire wire = this == POLLING ? new ByPolling(port) : new ByWebSocket(port);
      if (!wire.next().startsWith("0{")) {
        throw new AssertionError("not opened");
      }
      return wire;
    }
  }

  /** Sends a packet. */
  abstract void send(String packet);

  /** Cuts the connection without a word. */
  abstract void cut();

  /** The next packet, or {@link #END}, or "nothing". */
  String next() {
    return next(10_000);
  }

  /** What comes within a short while. */
  String nextSoon() {
    return next(150);
  }

  private String next(long millis) {
    try {
      String next = received.poll(millis, TimeUnit.MILLISECONDS);
      return next == null ? "nothing" : next;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  final void take(String packet) {
    if (packet.equals("2")) {
      if (answersPings) {
        send("3");
      }
    } else if (!packet.equals("6")) {
      received.add(packet);
    }
  }

  @Override
  public void close() {
    cut();
  }

  /** By WebSocket. */
  static final class ByWebSocket extends Wire implements WebSocket.Listener {
    private final WebSocket socket;
    private final StringBuilder partial = new StringBuilder();

    ByWebSocket(int port) {
      socket =
          HTTP.newWebSocketBuilder()
              .buildAsync(
                  URI.create("ws://127.0.0.1:" + port + "/socket.io/?EIO=4&transport=websocket"),
                  this)
              .join();
    }

    @Override
    void send(String packet) {
      CompletionStage<?> _ = socket.sendText(packet, true);
    }

    @Override
    void cut() {
      socket.abort();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      partial.append(data);
      from.request(1);
      if (last) {
        String packet = partial.toString();
        partial.setLength(0);
        if (packet.equals("2") && answersPings) {
          CompletionStage<?> _ = from.sendText("3", true);
        } else if (!packet.equals("2")) {
          received.add(packet);
        }
      }
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
      byte[] bytes = new byte[data.remaining()];
      data.get(bytes);
      received.add("b" + Base64.getEncoder().encodeToString(bytes));
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
      received.add(END);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      received.add(END);
    }
  }

  /** By HTTP long-polling. */
  static final class ByPolling extends Wire {
    private final String address;
    private boolean isCut;
    private @Nullable CompletableFuture<HttpResponse<String>> pending;

    ByPolling(int port) {
      String path = "http://127.0.0.1:" + port + "/socket.io/?EIO=4&transport=polling";
      String opened = exchange(HttpRequest.newBuilder(URI.create(path)).build()).join().body();
      address = path + "&sid=" + opened.substring(9, 29);
      received.add(opened);
      Thread _ = Thread.startVirtualThread(this::poll);
    }

    private void poll() {
      while (true) {
        try {
          boolean last;
          CompletableFuture<HttpResponse<String>> poll;
          synchronized (this) {
            last = isCut;
            poll = exchange(HttpRequest.newBuilder(URI.create(address)).build());
            pending = poll;
          }
          if (last) {
            // It was cut off between two polls; only now is there something to cut.
            Thread.sleep(50);
            poll.cancel(true);
          }
          HttpResponse<String> answer = poll.join();
          if (answer.statusCode() != 200) {
            received.add(END);
            return;
          }
          List.of(answer.body().split("\u001e", -1)).forEach(this::take);
        } catch (RuntimeException | InterruptedException e) {
          received.add(END);
          return;
        }
      }
    }

    @Override
    void send(String packet) {
      HttpResponse<String> _ =
          exchange(
                  HttpRequest.newBuilder(URI.create(address))
                      .POST(BodyPublishers.ofString(packet))
                      .build())
              .join();
    }

    @Override
    synchronized void cut() {
      isCut = true;
      CompletableFuture<HttpResponse<String>> poll = pending;
      if (poll != null) {
        poll.cancel(true);
      }
    }

    private static CompletableFuture<HttpResponse<String>> exchange(HttpRequest request) {
      return HTTP.sendAsync(request, BodyHandlers.ofString());
    }
  }
}
