package ceres.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.conformance.support.Documented;
import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Manager;
import io.socket.client.Socket;
import io.socket.client.SocketOptionBuilder;
import io.socket.engineio.client.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.json.JSONArray;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The official client for Java, with a memory: what came is kept, in order. What it hears and says
 * must be {@link Documented}.
 *
 * <p>Thread-safe by its monitor.
 */
final class JavaClient implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final List<Received> received = new ArrayList<>();
  private final List<String> transports = new ArrayList<>();
  private final Socket socket;

  /**
   * An event that came.
   *
   * @param name the event
   * @param args its arguments
   */
  record Received(String name, List<@Nullable Object> args) {}

  /** How to connect. */
  enum Mode {
    POLLING,
    WEBSOCKET,
    UPGRADE;

    /** The transports that are used, in this order. */
    List<String> transports() {
      return switch (this) {
        case POLLING -> List.of("polling");
        case WEBSOCKET -> List.of("websocket");
        case UPGRADE -> List.of("polling", "websocket");
      };
    }
  }

  private JavaClient(Socket socket) {
    this.socket = socket;
  }

  /** Connects with a token as {@code auth.token}. */
  static JavaClient withAuth(int port, Mode mode, String token) {
    return open(port, options(mode).setAuth(Map.of("token", token)).build());
  }

  /** Connects with a token in the header {@code Authorization}. */
  static JavaClient withHeader(int port, Mode mode, String token) {
    return open(
        port,
        options(mode).setExtraHeaders(Map.of("authorization", List.of("Bearer " + token))).build());
  }

  /** Connects without a token. */
  static JavaClient withNothing(int port, Mode mode) {
    return open(port, options(mode).build());
  }

  private static SocketOptionBuilder options(Mode mode) {
    return IO.Options.builder()
        .setForceNew(true)
        .setReconnection(false)
        .setTransports(mode.transports().toArray(String[]::new));
  }

  private static JavaClient open(int port, IO.Options options) {
    Socket socket = IO.socket(java.net.URI.create("http://127.0.0.1:" + port), options);
    JavaClient client = new JavaClient(socket);
    socket
        .io()
        .on(Manager.EVENT_TRANSPORT, args -> client.addTransport(((Transport) args[0]).name));
    socket.on(Socket.EVENT_CONNECT, args -> client.add("(connect)", List.of()));
    socket.on(
        Socket.EVENT_CONNECT_ERROR,
        args -> {
          if (args[0] instanceof JSONObject refusal) {
            Documented.refused(object(refusal));
          }
          client.add("(connect_error)", List.of(args));
        });
    socket.on(Socket.EVENT_DISCONNECT, args -> client.add("(disconnect)", List.of(args)));
    socket.onAnyIncoming(args -> {
      List<Object> given = List.of(args).subList(1, args.length);
      Documented.received((String) args[0], json(given));
      client.add((String) args[0], given);
    });
    socket.connect();
    return client;
  }

  private synchronized void add(String name, List<Object> args) {
    received.add(new Received(name, new ArrayList<@Nullable Object>(args)));
    notifyAll();
  }

  private synchronized void addTransport(String name) {
    transports.add(name);
    notifyAll();
  }

  /** The transports that were in use, in order. */
  synchronized List<String> transports() {
    return List.copyOf(transports);
  }

  /** Waits until the socket is connected. */
  JavaClient connected() {
    Received first = first("(connect)", "(connect_error)");
    assertThat(first.name()).as(first.toString()).isEqualTo("(connect)");
    return this;
  }

  /** Waits until the socket is refused; what it was told. */
  JsonNode refusal() {
    Received first = first("(connect)", "(connect_error)");
    assertThat(first.name()).isEqualTo("(connect_error)");
    return object(first.args().getFirst());
  }

  /** Waits until these transports were in use, in this order. */
  synchronized void awaitTransports(List<String> wanted) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!transports.equals(wanted)) {
      waitUntil(end, "transports " + transports);
    }
  }

  /**
   * Waits for an event that was not taken yet, and takes it: an object, and maybe a string after
   * it, the event's offset.
   */
  JsonNode next(String event) {
    List<@Nullable Object> args = first(event).args();
    assertThat(args).as(event).hasSizeBetween(1, 2);
    assertThat(args.subList(1, args.size())).as(event).allMatch(String.class::isInstance);
    return object(args.getFirst());
  }

  private static JsonNode object(@Nullable Object value) {
    assertThat(value).isInstanceOf(JSONObject.class);
    return JSON.readTree(String.valueOf(value));
  }

  private static List<JsonNode> json(List<?> values) {
    List<JsonNode> all = new ArrayList<>();
    JSON.readTree(new JSONArray(values).toString()).forEach(all::add);
    return all;
  }

  /** Waits for one of these, and takes it. */
  synchronized Received first(String... names) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      for (Received each : received) {
        if (Set.of(names).contains(each.name())) {
          received.remove(each);
          return each;
        }
      }
      waitUntil(end, List.of(names) + " never came; there is " + received);
    }
  }

  /** The names of all events that came and were not taken. */
  synchronized List<String> names() {
    return received.stream().map(Received::name).filter(name -> !name.startsWith("(")).toList();
  }

  private void waitUntil(long end, String otherwise) {
    long left = end - System.nanoTime();
    if (left <= 0) {
      throw new AssertionError(otherwise);
    }
    try {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Emits an event. */
  void emit(String event, Object... args) {
    socket.emit(event, args);
  }

  /** Emits an event and waits for its acknowledgement: one argument, an object. */
  JsonNode call(String event, Object... args) {
    CompletableFuture<List<Object>> answer = new CompletableFuture<>();
    Ack ack = given -> answer.complete(List.of(given));
    socket.emit(event, args, ack);
    List<Object> given = answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    Documented.acknowledged(event, json(List.of(args)), json(given));
    assertThat(given).as(event).hasSize(1);
    return object(given.getFirst());
  }

  /** Joins a room, and forgets what came by that. */
  JavaClient join(String room) {
    assertThat(call("join_room", room).get("status").asString()).isEqualTo("ok");
    next("room_history");
    next("user_joined");
    return this;
  }

  /** Returns when all has come that the server had sent before. */
  JavaClient settle() {
    call("leave_room", "a room that nobody joins");
    return this;
  }

  @Override
  public void close() {
    socket.disconnect();
  }
}
