package ceres.conformance.support;

import ceres.testing.wire.RawHttp;
import ceres.testing.wire.RawWebSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Socket.IO client over WebSocket that hides nothing: it keeps all that it received, in order.
 * What it hears and says must be {@link Documented}.
 *
 * <p>Thread-safe by its monitor.
 */
public final class ChatClient implements AutoCloseable {
  /** How long to wait for what must come. */
  public static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final short NORMAL_CLOSURE = 1000;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final List<Received> received = new ArrayList<>();
  private final Map<Long, Request> acks = new ConcurrentHashMap<>();
  private final List<String> unasked = new CopyOnWriteArrayList<>();
  private final AtomicLong nextAckId = new AtomicLong();
  private final Object sending = new Object();
  private final CompletableFuture<JsonNode> handshake = new CompletableFuture<>();
  private final RawWebSocket socket;
  private volatile boolean mute;
  private volatile @Nullable String offset;
  private boolean closed;
  private int read;

  /**
   * An event that came.
   *
   * @param name the event
   * @param payload its first argument
   */
  public record Received(String name, JsonNode payload) {}

  /** An event that waits for its acknowledgement. */
  private record Request(String event, List<JsonNode> args, CompletableFuture<JsonNode> answer) {}

  private ChatClient(int port, String query, Map<String, String> headers) {
    try {
      RawHttp connection = new RawHttp(port, 0, 0);
      socket =
          RawWebSocket.open(
              connection,
              "/socket.io/?EIO=4&transport=websocket" + query,
              headers.entrySet().stream()
                  .map(header -> header.getKey() + ": " + header.getValue())
                  .toArray(String[]::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // Not a virtual one: it is busy with what comes, and the server under test may need those.
    Thread.ofPlatform().name("chat client").daemon().start(this::read);
  }

  /**
   * Connects with a token as {@code auth.token}.
   *
   * @throws AssertionError if it is refused
   */
  public static ChatClient connect(int port, String token) {
    ChatClient client = open(port);
    Received answer = client.authenticate(Map.of("token", token));
    if (!answer.name().equals("connect")) {
      throw new AssertionError("refused: " + answer.payload());
    }
    return client;
  }

  /** The payload of a CONNECT by which another client takes up where this one is. */
  public Map<String, Object> recovery(String token) {
    Map<String, Object> auth = new HashMap<>();
    auth.put("token", token);
    auth.put("pid", received("connect").getFirst().get("pid").asString());
    String last = offset;
    if (last != null) {
      auth.put("offset", last);
    }
    return auth;
  }

  /** Opens a connection without a CONNECT. */
  public static ChatClient open(int port) {
    return open(port, Map.of());
  }

  /** Opens a connection without a CONNECT, with headers in the handshake request. */
  public static ChatClient open(int port, Map<String, String> headers) {
    return new ChatClient(port, "", headers);
  }

  /** Opens a WebSocket for an Engine.IO session that began with polling. */
  public static ChatClient upgrade(int port, String sid) {
    return new ChatClient(port, "&sid=" + sid, Map.of());
  }

  /**
   * Sends a CONNECT.
   *
   * @param auth its payload; null: none
   * @return what it is answered with: {@code connect} or {@code refused}
   */
  public Received authenticate(@Nullable Object auth) {
    sendRaw(auth == null ? "40" : "40" + JSON.writeValueAsString(auth));
    return await(event -> event.name().equals("connect") || event.name().equals("refused"));
  }

  /** What the server said when the connection was opened. */
  public JsonNode handshake() {
    return handshake.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  /** The id of the socket, once it is connected. */
  public String id() {
    return received("connect").getFirst().get("sid").asString();
  }

  /** Answers no ping any more. */
  public void mute() {
    mute = true;
  }

  /**
   * Sends a text frame as it is.
   *
   * @throws UncheckedIOException if the connection has ended
   */
  public void sendRaw(String frame) {
    send(0x81, frame.getBytes(StandardCharsets.UTF_8));
  }

  private void send(int firstByte, byte[] payload) {
    synchronized (sending) {
      try {
        RawWebSocket _ = socket.frame(firstByte, payload);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Emits an event. */
  public void emit(String event, @Nullable Object... args) {
    sendRaw("42" + array(event, args));
  }

  /** Emits an event with an acknowledgement; completes with its first argument. */
  public CompletableFuture<JsonNode> request(String event, @Nullable Object... args) {
    long id = nextAckId.getAndIncrement();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    String packet = array(event, args);
    acks.put(id, new Request(event, arguments(JSON.readTree(packet)), answer));
    sendRaw("42" + id + packet);
    return answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** Emits an event and waits for its acknowledgement. */
  public JsonNode call(String event, @Nullable Object... args) {
    return request(event, args).join();
  }

  /** Joins a room and waits until that is done. */
  public ChatClient join(String room) {
    JsonNode answer = call("join_room", room);
    if (!answer.path("status").asString().equals("ok")) {
      throw new AssertionError(answer);
    }
    return this;
  }

  /** The next event of a name that was not waited for yet; those before it are passed over. */
  public JsonNode next(String event) {
    return await(candidate -> candidate.name().equals(event)).payload();
  }

  /** The next event that was not waited for yet. */
  public synchronized Received await(Predicate<Received> which) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      while (read < received.size()) {
        Received candidate = received.get(read++);
        if (which.test(candidate)) {
          return candidate;
        }
      }
      pause(end, "it never came; there is ");
    }
  }

  private synchronized void pause(long end, String otherwise) {
    long left = end - System.nanoTime();
    if (left <= 0) {
      throw new AssertionError(otherwise + received);
    }
    try {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All that has come so far: {@code connect}, {@code refused}, and every event. */
  public synchronized List<Received> received() {
    return List.copyOf(received);
  }

  /** All events of a name that have come so far. */
  public List<JsonNode> received(String event) {
    return received().stream()
        .filter(each -> each.name().equals(event))
        .map(Received::payload)
        .toList();
  }

  /**
   * Returns when all is here that the server had sent to this client before this call: it answers
   * one after the other.
   */
  public ChatClient settle() {
    call("leave_room", "a room that nobody joins");
    return this;
  }

  /** The names of all that has come so far. */
  public List<String> names() {
    return received().stream().map(Received::name).toList();
  }

  /** The acknowledgements that nobody waits for, or waits no more. */
  public List<String> unasked() {
    return List.copyOf(unasked);
  }

  /** Waits until the server has closed the connection. */
  public synchronized void awaitClosed() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!closed) {
      pause(end, "it was not closed; there is ");
    }
  }

  /** Whether the server has closed the connection. */
  public synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    disconnect();
  }

  /** Leaves politely, as {@code socket.disconnect()} does. */
  public void disconnect() {
    if (!isClosed()) {
      try {
        sendRaw("41");
        closeTransport();
      } catch (UncheckedIOException e) {
        cut(); // the server was faster
      }
    }
  }

  /** Closes the WebSocket as a browser does that leaves the page. */
  public void closeTransport() {
    send(0x88, ByteBuffer.allocate(2).putShort(NORMAL_CLOSURE).array());
  }

  /** Cuts the connection without a word. */
  public void cut() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String array(String event, @Nullable Object[] args) {
    List<@Nullable Object> all = new ArrayList<>();
    all.add(event);
    all.addAll(Arrays.asList(args));
    return JSON.writeValueAsString(all);
  }

  /** All of an event but its name. */
  private static List<JsonNode> arguments(JsonNode event) {
    List<JsonNode> all = new ArrayList<>();
    event.forEach(all::add);
    return List.copyOf(all.subList(1, all.size()));
  }

  private synchronized void add(String name, JsonNode payload) {
    received.add(new Received(name, payload));
    notifyAll();
  }

  private void onFrame(String frame) {
    if (frame.equals("2")) {
      if (!mute) {
        sendRaw("3");
      }
    } else if (frame.startsWith("0")) {
      handshake.complete(JSON.readTree(frame.substring(1)));
    } else if (frame.startsWith("3")) {
      add("pong " + frame.substring(1), JSON.nullNode());
    } else if (frame.startsWith("40")) {
      JsonNode payload = JSON.readTree(frame.substring(2));
      Documented.connected(payload);
      add("connect", payload);
    } else if (frame.startsWith("44")) {
      JsonNode payload = JSON.readTree(frame.substring(2));
      Documented.refused(payload);
      add("refused", payload);
    } else if (frame.startsWith("41")) {
      add("disconnect", JSON.nullNode());
    } else if (frame.startsWith("42")) {
      JsonNode event = JSON.readTree(frame.substring(2));
      Documented.received(event.get(0).asString(), arguments(event));
      JsonNode last = event.get(event.size() - 1);
      if (last.isString() && event.size() > 1) {
        offset = last.asString();
      }
      add(event.get(0).asString(), event.size() > 1 ? event.get(1) : JSON.nullNode());
    } else if (frame.startsWith("43")) {
      int start = frame.indexOf('[');
      Request request = acks.remove(Long.valueOf(frame.substring(2, start)));
      if (request != null) {
        List<JsonNode> answer = new ArrayList<>();
        JSON.readTree(frame.substring(start)).forEach(answer::add);
        Documented.acknowledged(request.event(), request.args(), answer);
        request.answer().complete(answer.getFirst());
      } else {
        unasked.add(frame);
      }
    }
  }

  private void read() {
    try {
      String frame = socket.next();
      while (!frame.equals("end") && !frame.startsWith("close")) {
        onFrame(frame);
        frame = socket.next();
      }
    } catch (IOException | UncheckedIOException e) {
      // It was cut.
    } finally {
      ended();
      cut();
    }
  }

  private synchronized void ended() {
    closed = true;
    notifyAll();
  }
}
