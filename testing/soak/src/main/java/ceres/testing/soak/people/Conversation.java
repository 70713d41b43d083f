package ceres.testing.soak.people;

import ceres.testing.wire.Endpoint;
import ceres.testing.wire.Transport;
import ceres.testing.wire.WireClient;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A connection of somebody with the server, as the official client has one: from the handshake to
 * its end, whoever ends it.
 *
 * <p>Thread-safe: a virtual thread of its own reads, and calls the listener; writes exclude each
 * other.
 */
final class Conversation implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final WireClient wire;
  private final Listener listener;
  private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
  private final AtomicInteger nextId = new AtomicInteger();
  private final CompletableFuture<Boolean> accepted = new CompletableFuture<>();
  private final CompletableFuture<String> ended = new CompletableFuture<>();
  private final Thread reading;

  /** Who is told what the server says, on the reading thread, one thing after the other. */
  interface Listener {
    /** CONNECT was accepted. */
    void connected(JsonNode answer);

    /** An event, as an array of its name and its arguments. */
    void heard(JsonNode event);

    /** It is over. Told once. */
    void ended(String why);
  }

  /**
   * Opens it; nothing may be said before {@link #awaitAccepted}.
   *
   * @param auth the payload of CONNECT
   * @throws IOException when there is no session to be had
   */
  Conversation(Endpoint server, Transport transport, Map<String, String> auth, Listener listener)
      throws IOException {
    this.listener = listener;
    wire = server.open(transport);
    reading = Thread.ofVirtual().name("reading").unstarted(this::read);
    reading.start();
    write("40" + JSON.writeValueAsString(auth));
  }

  /** Waits until CONNECT is accepted. */
  void awaitAccepted(int patienceMillis) throws IOException {
    Boolean _ = await(accepted, "CONNECT", patienceMillis);
  }

  /** Emits an event with an acknowledgement; fails when the conversation ends before. */
  CompletableFuture<JsonNode> ask(String event, Object payload) {
    int id = nextId.getAndIncrement();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    asked.put(id, answer);
    write("42" + id + JSON.writeValueAsString(new Object[] {event, payload}));
    if (ended.isDone()) {
      failAll();
    }
    return answer;
  }

  /** The same, and waits for the acknowledgement. */
  JsonNode call(String event, Object payload, int patienceMillis) throws IOException {
    return await(ask(event, payload), event, patienceMillis);
  }

  /** Waits for an answer. */
  static <T> T await(CompletableFuture<T> answer, String to, int patienceMillis)
      throws IOException {
    try {
      return answer.get(patienceMillis, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException(to + " is not answered", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private void write(String packet) {
    try {
      synchronized (wire) {
        wire.send(packet);
      }
    } catch (IOException e) {
      end(e.toString());
    }
    if (wire.isBroken()) {
      end("it could not be written to");
    }
  }

  private void read() {
    String why = "the server ended it";
    try {
      String packet = wire.next();
      while (!packet.equals(WireClient.END) && !packet.startsWith("41") && !ended.isDone()) {
        handle(packet);
        packet = wire.next();
      }
    } catch (IOException | RuntimeException e) {
      why = e.toString();
    }
    end(why);
    listener.ended(ended.join());
  }

  private void handle(String packet) {
    if (packet.equals("2")) {
      write("3");
    } else if (packet.startsWith("40")) {
      listener.connected(JSON.readTree(packet.substring(2)));
      accepted.complete(true);
    } else if (packet.startsWith("44")) {
      end("refused: " + packet.substring(2));
    } else if (packet.startsWith("42")) {
      listener.heard(JSON.readTree(packet.substring(2)));
    } else if (packet.startsWith("43")) {
      int start = packet.indexOf('[');
      CompletableFuture<JsonNode> answer =
          asked.remove(Integer.valueOf(packet.substring(2, start)));
      if (answer != null) {
        answer.complete(JSON.readTree(packet.substring(start)).get(0));
      }
    }
  }

  /** Ends it, for a reason; only the first counts. */
  void end(String why) {
    if (ended.complete(why)) {
      failAll();
      try {
        wire.close();
      } catch (IOException e) {
        // It is closed all the same.
      }
    }
  }

  private void failAll() {
    IOException over = new IOException("the connection is lost");
    accepted.completeExceptionally(over);
    asked.values().forEach(answer -> answer.completeExceptionally(over));
  }

  boolean isOver() {
    return ended.isDone();
  }

  /** Ends it, and waits until the listener has heard all that it is going to hear. */
  @Override
  public void close() {
    end("given up");
    try {
      reading.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
