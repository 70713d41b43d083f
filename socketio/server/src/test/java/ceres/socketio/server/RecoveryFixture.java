package ceres.socketio.server;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.socketio.adapter.InMemoryRecoveryStore;
import ceres.socketio.server.Wire.By;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A server with recovery, clients that are cut off and come back, and what handlers told. */
abstract class RecoveryFixture {
  private static final Pattern CONNECTED =
      Pattern.compile("40\\{\"sid\":\"([\\w-]{20})\",\"pid\":\"([\\w-]{20})\"}");
  private static final Pattern OFFSET = Pattern.compile(".*\"([^\"]*)\"]");

  private final List<Wire> wires = new ArrayList<>();
  private @Nullable SocketIoServer server;

  final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  /** What a CONNECT was answered with. */
  record Ids(String sid, String pid) {}

  final SocketIoServer server() {
    SocketIoServer started = server;
    if (started == null) {
      throw new AssertionError("not started");
    }
    return started;
  }

  final Namespace main() {
    return server().of("/");
  }

  /** Makes a server that does not listen yet; every new socket enters the room "room". */
  final SocketIoServer prepare(
      UnaryOperator<RecoveryConfig> recovery, UnaryOperator<SocketIoConfig.Builder> more) {
    return prepare(
        new SocketIoServer(
            more.apply(SocketIoConfig.builder().host("127.0.0.1").port(0))
                .recovery(recovery.apply(RecoveryConfig.DEFAULTS))
                .build()));
  }

  /** The same without recovery. */
  final SocketIoServer prepareWithout() {
    return prepare(new SocketIoServer(SocketIoConfig.builder().host("127.0.0.1").port(0).build()));
  }

  private SocketIoServer prepare(SocketIoServer made) {
    server = made;
    main()
        .onConnection(socket -> {
          if (!socket.recovered()) {
            socket.join("room");
          }
          told.add("connection " + socket.recovered());
        });
    main().handlers().onDisconnect((_, reason) -> told.add(reason.text()));
    return server();
  }

  final void start() {
    start(prepare(recovery -> recovery, config -> config));
  }

  final void start(SocketIoServer prepared) {
    try {
      prepared.start();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  final Wire open(By by) {
    Wire wire = by.open(server());
    wires.add(wire);
    return wire;
  }

  /** Connects, and waits until the connection handler has run. */
  final Ids connect(Wire wire, String auth) {
    wire.send("40" + auth);
    Ids ids = ids(wire.next());
    assertThat(nextTold()).isEqualTo("connection false");
    return ids;
  }

  static Ids ids(String answer) {
    Matcher matcher = CONNECTED.matcher(answer);
    assertThat(answer).matches(CONNECTED);
    assertThat(matcher.matches()).isTrue();
    return new Ids(matcher.group(1), matcher.group(2));
  }

  static String auth(Ids ids, @Nullable String offset) {
    return offset == null
        ? "{\"pid\":\"%s\"}".formatted(ids.pid())
        : "{\"pid\":\"%s\",\"offset\":\"%s\"}".formatted(ids.pid(), offset);
  }

  static String recovered(Ids ids) {
    return "40{\"sid\":\"%s\",\"pid\":\"%s\"}".formatted(ids.sid(), ids.pid());
  }

  static String offset(String event) {
    Matcher matcher = OFFSET.matcher(event);
    assertThat(matcher.matches()).as(event).isTrue();
    return matcher.group(1);
  }

  /** An event without its offset. */
  static String bare(String event) {
    return event.replaceAll(",\"[^\"]*\"]$", "]");
  }

  final String nextTold() {
    try {
      String next = told.poll(10, TimeUnit.SECONDS);
      return next == null ? "nothing" : next;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Cuts a client off, and waits until the server noticed. */
  final void lose(Wire wire) {
    wire.cut();
    assertThat(nextTold()).isIn("transport error", "transport close");
  }

  static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      pause(5);
    }
  }

  static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Whether recovery keeps nothing of anybody. */
  final boolean nothingIsKept() {
    return keptBytes() == 0 && storeSize() == 0;
  }

  final long keptBytes() {
    Recovery recovery = server().recovery();
    return recovery == null ? -1 : recovery.keptBytes();
  }

  final Socket socket(Ids ids) {
    Socket socket = main().socket(ids.sid());
    if (socket == null) {
      throw new AssertionError("not connected");
    }
    return socket;
  }

  final int storeSize() {
    return main().recoveryStore() instanceof InMemoryRecoveryStore<?> store ? store.size() : -1;
  }

  @AfterEach
  void stop() {
    wires.forEach(Wire::close);
    server().close();
  }
}
