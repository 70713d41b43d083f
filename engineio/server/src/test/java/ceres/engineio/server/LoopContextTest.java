package ceres.engineio.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.channel.nio.NioIoHandler;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the sessions of one loop share must not let one of them harm the others. */
class LoopContextTest {
  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final SingleThreadEventLoop eventLoop = (SingleThreadEventLoop) group.next();
  private final LoopContext loop =
      new LoopContext(eventLoop, EngineConfig.DEFAULTS, new Gate(ConnectionLimits.DEFAULTS), 1);

  @AfterEach
  void stop() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  /** A transport that is always ready. */
  @FunctionalInterface
  private interface Ready extends Transport {
    @Override
    default TransportName name() {
      return TransportName.WEBSOCKET;
    }

    @Override
    default boolean ready() {
      return true;
    }

    @Override
    default boolean writable() {
      return true;
    }

    @Override
    default long backlog() {
      return 0;
    }

    @Override
    default void reading(boolean wanted) {}

    @Override
    default void close(CloseReason why) {}
  }

  /** Counts the packets of each write. */
  private record Counter(List<Integer> writes) implements Ready {
    @Override
    public void write(List<OutgoingPacket> packets) {
      writes.add(packets.size());
    }
  }

  /** Takes what it is given, or fails. */
  private record Recorder(List<OutgoingPacket> written, boolean broken) implements Ready {
    @Override
    public void write(List<OutgoingPacket> packets) {
      if (broken) {
        throw new IllegalStateException("a transport that fails, on purpose");
      }
      written.addAll(packets);
    }
  }

  @Test
  void a_session_that_cannot_be_written_to_does_not_keep_others_from_being_flushed()
      throws Exception {
    LoopContext loop =
        new LoopContext(eventLoop, EngineConfig.DEFAULTS, new Gate(ConnectionLimits.DEFAULTS), 1);
    List<OutgoingPacket> written = new ArrayList<>();
    List<EngineSession> ended = new ArrayList<>();
    eventLoop
        .submit(() -> {
          open(loop, new Recorder(new ArrayList<>(), true), ended);
          open(loop, new Recorder(written, false), ended);
        })
        .get(5, TimeUnit.SECONDS);
    eventLoop.submit(() -> {}).get(5, TimeUnit.SECONDS);
    assertThat(written).hasSize(1);
    assertThat(ended).hasSize(1);
  }

  @Test
  void a_huge_room_leaves_the_others_their_turns_and_the_loop_its_connections() throws Exception {
    LoopContext loop =
        new LoopContext(eventLoop, EngineConfig.DEFAULTS, new Gate(ConnectionLimits.DEFAULTS), 1);
    List<OutgoingPacket> huge = new ArrayList<>();
    List<Integer> hugeBeforeSmall = new ArrayList<>();
    List<Integer> hugeBeforeReading = new ArrayList<>();
    eventLoop
        .submit(() -> {
          for (int i = 0; i < 10 * FlushQueue.TURN; i++) {
            open(loop, new Recorder(huge, false), new ArrayList<>());
          }
          // Runs when the first of them were flushed.
          eventLoop.execute(() -> {
            Ready member = _ -> hugeBeforeSmall.add(huge.size());
            open(loop, member, new ArrayList<>());
            eventLoop.executeAfterEventLoopIteration(() -> hugeBeforeReading.add(huge.size()));
          });
        })
        .get(5, TimeUnit.SECONDS);
    Awaitility.await()
        .until(() -> eventLoop.submit(() -> huge.size() == 10 * FlushQueue.TURN).get());
    assertThat(hugeBeforeReading).containsExactly(FlushQueue.TURN);
    assertThat(hugeBeforeSmall).hasSize(1);
    assertThat(hugeBeforeSmall.getFirst()).isLessThan(4 * FlushQueue.TURN);
  }

  /** Somebody for whom bytes wait until they are given up, which is noted. */
  private record Waiter(List<Integer> givenUp, List<OutgoingPacket> writtenBefore)
      implements Backlogs.Owner {
    static final long BYTES = 1_000;

    @Override
    public long waiting() {
      return BYTES;
    }

    @Override
    public void giveUp() {
      givenUp.add(writtenBefore.size());
    }
  }

  @Test
  void while_too_much_waits_no_more_is_written_in_a_turn_than_is_given_up() throws Exception {
    int waiters = 1_000;
    ConnectionLimits limits =
        ConnectionLimits.DEFAULTS.withSizes(16_384, waiters * Waiter.BYTES * 2 / 3);
    EngineConfig config = EngineConfig.builder().limits(limits).build();
    LoopContext loop = new LoopContext(eventLoop, config, new Gate(limits), 1);
    List<OutgoingPacket> written = new ArrayList<>();
    List<Integer> givenUp = new ArrayList<>();
    eventLoop
        .submit(() -> {
          for (int i = 0; i < 4 * FlushQueue.TURN; i++) {
            open(loop, new Recorder(written, false), new ArrayList<>());
          }
          for (int i = 0; i < waiters; i++) {
            loop.backlogs().add(new Waiter(givenUp, written), Waiter.BYTES);
          }
        })
        .get(5, TimeUnit.SECONDS);
    Awaitility.await()
        .until(() -> eventLoop.submit(() -> written.size() == 4 * FlushQueue.TURN).get());
    assertThat(givenUp.size() / Backlogs.SLICE).isGreaterThan(10);
    for (int i = Backlogs.SLICE; i < givenUp.size(); i++) {
      assertThat(givenUp.get(i) - givenUp.get(i - Backlogs.SLICE)).isBetween(1, FlushQueue.SLICE);
    }
  }

  @Test
  void what_is_sent_until_a_sessions_turn_leaves_together() throws Exception {
    List<Integer> writes = new ArrayList<>();
    eventLoop
        .submit(() -> {
          for (int i = 0; i < 2 * FlushQueue.TURN; i++) {
            EngineSession session = open(loop, new Counter(writes), new ArrayList<>());
            eventLoop.execute(() -> session.send(OutgoingPacket.text("another")));
          }
        })
        .get(5, TimeUnit.SECONDS);
    Awaitility.await()
        .until(() ->
            eventLoop
                .submit(() -> writes.stream().mapToInt(i -> i).sum() == 4 * FlushQueue.TURN)
                .get());
    // The first half had its turn before the second packets came.
    assertThat(writes).hasSize(3 * FlushQueue.TURN).containsOnly(1, 2);
  }

  private static EngineSession open(
      LoopContext loop, Transport transport, List<EngineSession> ended) {
    HandshakeRequest request =
        new HandshakeRequest("/", Map.of(), Map.of(), new InetSocketAddress(0));
    EngineSession session =
        new EngineSession(
            "sid", loop, EngineConfig.DEFAULTS, request, Dialect.V4, transport, ended::add);
    session.open(TestServer.Told::new);
    return session;
  }
}
