package ceres.engineio.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class SendRingTest {
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
  private static final int HUGE = 64 << 20;

  private final ServerSocket listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
  private final SendRing ring = opened();
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment memory = arena.allocate(HUGE);
  private final List<Pair> pairs = new ArrayList<>();

  /** Both ends of a connection. */
  private record Pair(Socket here, java.net.Socket there) {
    String read(int length) throws IOException {
      return new String(there.getInputStream().readNBytes(length), StandardCharsets.US_ASCII);
    }
  }

  SendRingTest() throws IOException {
    Epoll.ensureAvailability();
    assertThat(ring.begin()).isTrue();
    memory.setString(0, LETTERS, StandardCharsets.US_ASCII);
  }

  /** By another thread than the one that uses it, as in the server; the test ends where none is. */
  static SendRing opened() {
    SendRing ring = CompletableFuture.supplyAsync(SendRing::open).join();
    assumeThat(ring).as("there is no io_uring here").isNotNull();
    return Objects.requireNonNull(ring);
  }

  @AfterEach
  void close() throws IOException {
    ring.close();
    arena.close();
    for (Pair pair : pairs) {
      pair.here().close();
      pair.there().close();
    }
    listener.close();
  }

  private Pair pair() throws IOException {
    Socket here = Socket.newSocketStream();
    boolean connected =
        here.connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort()));
    Pair pair = new Pair(here, listener.accept());
    assertThat(connected || here.finishConnect()).isTrue();
    pair.there().setSoTimeout(10_000);
    pairs.add(pair);
    return pair;
  }

  private void add(Pair pair, int from, int length) {
    ring.add(pair.here().intValue(), memory.address() + from, length);
  }

  @Test
  void many_get_something_else_each_again_and_again() throws IOException {
    for (int i = 0; i < 26; i++) {
      pair();
    }
    for (int round = 0; round < 50; round++) {
      int count = 26 - round % 7;
      for (int i = 0; i < count; i++) {
        add(pairs.get(i), i, 26 - i);
      }
      assertThat(ring.size()).isEqualTo(count);
      assertThat(ring.submit()).isTrue();
      assertThat(ring.size()).isZero();
      for (int i = 0; i < count; i++) {
        assertThat(ring.sent(i)).isEqualTo(26 - i);
        assertThat(pairs.get(i).read(26 - i)).isEqualTo(LETTERS.substring(i));
      }
    }
  }

  @Test
  void as_many_as_there_is_room_for() throws IOException {
    Pair pair = pair();
    for (int i = 0; i < SendRing.ENTRIES; i++) {
      add(pair, i % 26, 1);
    }
    assertThat(ring.submit()).isTrue();
    assertThat(pair.read(SendRing.ENTRIES))
        .isEqualTo(LETTERS.repeat(10).substring(0, SendRing.ENTRIES));
  }

  @Test
  void what_does_not_fit_is_not_waited_for_and_harms_nobody() throws IOException {
    Pair slow = pair();
    Pair quick = pair();
    add(slow, 0, HUGE);
    add(quick, 0, 3);
    assertThat(ring.submit()).isTrue();
    int taken = ring.sent(0);
    assertThat(taken).isBetween(1, HUGE - 1);
    assertThat(quick.read(3)).isEqualTo("abc");

    add(slow, 0, HUGE);
    add(quick, 3, 3);
    assertThat(ring.submit()).isTrue();
    assertThat(ring.sent(0)).isZero();
    assertThat(quick.read(3)).isEqualTo("def");
    assertThat(slow.read(taken)).hasSize(taken).startsWith(LETTERS);
  }

  @Test
  void what_is_closed_gets_nothing_and_harms_nobody() throws IOException {
    Pair gone = pair();
    Pair here = pair();
    gone.here().close();
    add(gone, 0, 3);
    ring.add(-1, memory.address(), 3);
    add(here, 0, 3);
    assertThat(ring.submit()).isTrue();
    assertThat(ring.sent(0)).isZero();
    assertThat(ring.sent(1)).isZero();
    assertThat(ring.sent(2)).isEqualTo(3);
    assertThat(here.read(3)).isEqualTo("abc");
  }
}
