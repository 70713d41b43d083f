package ceres.socketio.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
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
    private CompletionStage<?> sent = CompletableFuture.completedStage(null);

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
      send(socket, packet);
    }

    /** The JDK's client refuses, and so loses, what is sent while it is still sending. */
    private synchronized void send(WebSocket to, String packet) {
      sent = sent.handle((_, _) -> packet).thenCompose(text -> to.sendText(text, true));
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
          send(from, "3");
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

  /** By HTTP long-polling, with a connection of its own for the polls. */
  static final class ByPolling extends Wire {
    private final URI address;
    private final Socket polls;
    private boolean isPolling;

    ByPolling(int port) {
      String path = "http://127.0.0.1:" + port + "/socket.io/?EIO=4&transport=polling";
      String opened = exchange(HttpRequest.newBuilder(URI.create(path)).build());
      address = URI.create(path + "&sid=" + opened.substring(9, 29));
      received.add(opened);
      try {
        polls = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      Thread _ = Thread.startVirtualThread(this::poll);
    }

    private void poll() {
      String request =
          "GET %s?%s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
              .formatted(address.getPath(), address.getQuery());
      try {
        DataInputStream in = new DataInputStream(polls.getInputStream());
        while (true) {
          synchronized (this) {
            polls.getOutputStream().write(request.getBytes(US_ASCII));
            isPolling = true;
            notifyAll();
          }
          String body = readBody(in);
          synchronized (this) {
            isPolling = false;
          }
          List.of(body.split("\u001e", -1)).forEach(this::take);
        }
      } catch (IOException e) {
        received.add(END);
      }
      synchronized (this) {
        isPolling = true;
        notifyAll();
      }
    }

    private static String readBody(DataInputStream in) throws IOException {
      if (!line(in).startsWith("HTTP/1.1 200 ")) {
        throw new EOFException();
      }
      int length = 0;
      for (String header = line(in); !header.isEmpty(); header = line(in)) {
        if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
          length = Integer.parseInt(header.substring(15).strip());
        }
      }
      return new String(in.readNBytes(length), UTF_8);
    }

    private static String line(DataInputStream in) throws IOException {
      StringBuilder line = new StringBuilder();
      for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
        if (c != '\r') {
          line.append((char) c);
        }
      }
      return line.toString();
    }

    @Override
    void send(String packet) {
      String _ =
          exchange(HttpRequest.newBuilder(address).POST(BodyPublishers.ofString(packet)).build());
    }

    /** While a poll is pending, so that the server notices. */
    @Override
    synchronized void cut() {
      try {
        while (!isPolling) {
          wait();
        }
        polls.close();
      } catch (IOException | InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    private static String exchange(HttpRequest request) {
      return HTTP.sendAsync(request, BodyHandlers.ofString()).join().body();
    }
  }
}
