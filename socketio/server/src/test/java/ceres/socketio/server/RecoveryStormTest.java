package ceres.socketio.server;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.socketio.server.Wire.By;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many threads broadcast while clients are cut off again and again, noticed or not, and come back
 * on any event loop: each client has every packet once, and those of one thread in its order.
 */
class RecoveryStormTest extends RecoveryFixture {
  private static final int SENDERS = 4;
  private static final int CLIENTS = 6;
  private static final int ROUNDS = Integer.getInteger("recovery.rounds", 25);
  private static final Pattern NEWS = Pattern.compile("42\\[\"news\",(\\d+),(-?\\d+),\"(.*)\"]");

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void every_packet_once_and_in_order(int eventLoops) throws Exception {
    start(
        prepare(
            recovery -> recovery.withMaxBytesPerSocket(4 << 20),
            config -> {
              config.engine().eventLoops(eventLoops).pingInterval(Duration.ofMillis(40));
              return config;
            }));
    AtomicInteger cutting = new AtomicInteger(CLIENTS);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Client> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        Client client = new Client(new Random(i));
        client.wire.send("40");
        client.ids = ids(client.wire.next());
        assertThat(nextTold()).isEqualTo("connection false");
        clients.add(client);
      }
      List<Future<?>> all = new ArrayList<>();
      for (Client client : clients) {
        all.add(
            threads.submit(() -> {
              try {
                client.live();
              } finally {
                cutting.decrementAndGet();
              }
              client.readToTheEnd();
            }));
      }
      for (int sender = 0; sender < SENDERS; sender++) {
        int number = sender;
        Thread thread = Thread.ofPlatform().start(() -> broadcast(number, cutting));
        all.add(threads.submit(() -> thread.join(Duration.ofMinutes(1))));
      }
      for (Future<?> each : all) {
        each.get();
      }
    }
  }

  /** Numbers its packets, until nobody is cut off any more; the last one is negative. */
  private void broadcast(int sender, AtomicInteger cutting) {
    int i = 0;
    while (cutting.get() > 0) {
      (i % 2 == 0 ? main().to("room") : main().broadcast()).emit("news", sender, i++);
      if (i % 50 == 0) {
        // Not faster than the event loops: what waits for them has no bound here.
        main().adapter().sockets(Set.of()).toCompletableFuture().join();
      }
      LockSupport.parkNanos(i % 100 < 50 ? 1_000 : 2_000_000);
    }
    main().emit("news", sender, -i);
  }

  private final class Client {
    private final Random random;
    private final int[] next = new int[SENDERS];
    private Wire wire = open(By.WEBSOCKET);
    private Ids ids = new Ids("", "");
    private @Nullable String offset;

    Client(Random random) {
      this.random = random;
    }

    void live() {
      for (int round = 0; round < ROUNDS; round++) {
        long end = System.nanoTime() + Duration.ofMillis(random.nextInt(60)).toNanos();
        while (System.nanoTime() < end) {
          String packet = wire.nextSoon();
          if (!packet.equals("nothing")) {
            take(packet);
          }
        }
        // What it has answered a ping for it has received.
        wire.answersPings = false;
        for (String packet = wire.received.poll(); packet != null; packet = wire.received.poll()) {
          take(packet);
        }
        if (random.nextInt(3) > 0) {
          wire.cut();
        }
        if (random.nextBoolean()) {
          pause(random.nextInt(20));
        }
        Wire former = wire;
        wire = open(By.WEBSOCKET);
        wire.send("40" + auth(ids, offset));
        assertThat(wire.next()).isEqualTo(recovered(ids));
        former.close();
      }
    }

    void readToTheEnd() {
      for (int sender = 0; sender < SENDERS; sender++) {
        while (next[sender] >= 0) {
          take(wire.next());
        }
      }
      assertThat(wire.nextSoon()).isEqualTo("nothing");
    }

    private void take(String packet) {
      Matcher news = NEWS.matcher(packet);
      assertThat(news.matches()).as(packet).isTrue();
      int sender = Integer.parseInt(news.group(1));
      int number = Integer.parseInt(news.group(2));
      assertThat(Math.abs(number)).isEqualTo(next[sender]);
      next[sender] = number < 0 ? -1 : number + 1;
      offset = news.group(3);
    }
  }
}
