package ceres.conformance.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.conformance.support.ServerProcess;
import ceres.conformance.support.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each abuse is answered as it should be, while others chat: nothing of theirs is lost, doubled or
 * out of order, and it takes at most twice as long as usual.
 *
 * <p>Attackers, chatters and server share one machine here, and maybe with others. So a time of
 * less than {@link #FLOOR} is always good enough, and one that is not good is compared with that of
 * a moment without an attack, too. For figures see docs/limits.md.
 */
class AttackTest {
  private static final int CHATTERS = Integer.getInteger("ceres.chatters", 48);
  private static final Duration FLOOR =
      Duration.ofMillis(Integer.getInteger("ceres.floorMillis", 400));
  private static final Duration WINDOW = Duration.ofMillis(250);
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private static ServerProcess server;
  private static Chatters chatters;
  private static Duration usual;

  @BeforeAll
  static void start() throws Exception {
    server =
        ServerProcess.startAsUsersDo(
            Map.of(
                "DATABASE_URL", TestDatabase.create().url(),
                "RATE_LIMITS", "on",
                "MAX_CONNECTIONS_PER_ADDRESS", "300",
                "MAX_CONNECTIONS_PER_USER", "20",
                "HANDSHAKE_RATE_PER_ADDRESS", "200/400",
                "REQUEST_TIMEOUT", "700",
                "CONNECT_TIMEOUT", "1500",
                "LEAVE_DELAY", "0",
                "MAX_BUFFERED", "1048576",
                "MAX_BUFFERED_TOTAL", "8000000"),
            60);
    chatters = new Chatters(server.port(), CHATTERS);
    pause(Duration.ofSeconds(3));
    usual = quiet();
  }

  @AfterAll
  static void stop() throws Exception {
    chatters.close();
    server.close();
  }

  static List<Abuse> abuses() {
    return Stream.of(
            HttpAbuses.all(),
            EngineAbuses.all(),
            WebSocketAbuses.all(),
            SocketIoAbuses.all(),
            ChatAbuses.all(),
            TokenAbuses.all())
        .flatMap(List::stream)
        .toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("abuses")
  void harms_nobody_else(Abuse abuse) throws Exception {
    long from = System.nanoTime();
    try (Mallory mallory = new Mallory(server.port(), NUMBERS.incrementAndGet())) {
      abuse.by(mallory);
      pause(WINDOW.minusNanos(System.nanoTime() - from));
    }
    long until = System.nanoTime();
    chatters.assertUnharmed();
    Duration slow = chatters.p99(from, until);
    if (slow.compareTo(longest(usual)) > 0) {
      assertThat(slow).isLessThanOrEqualTo(longest(quiet()));
    }
  }

  @Test
  void there_are_more_than_forty() {
    assertThat(abuses().stream().map(Abuse::name).distinct()).hasSizeGreaterThan(40);
  }

  private static Duration longest(Duration withoutAttack) {
    Duration twice = withoutAttack.multipliedBy(2);
    return twice.compareTo(FLOOR) > 0 ? twice : FLOOR;
  }

  /** How long it takes when nobody attacks. */
  private static Duration quiet() throws InterruptedException {
    long from = System.nanoTime();
    pause(Duration.ofSeconds(1));
    long until = System.nanoTime();
    chatters.assertUnharmed();
    return chatters.p99(from, until);
  }

  private static void pause(Duration time) throws InterruptedException {
    if (time.isPositive()) {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    }
  }
}
