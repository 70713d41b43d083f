package ceres.testing.fuzz;

import static org.awaitility.Awaitility.await;

import ceres.socketio.msgpack.MessagePackParser;
import ceres.socketio.protocol.JsonPacketParser;
import ceres.socketio.protocol.PacketParser;
import ceres.testing.wire.Transport;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Two servers, one for JSON and one for MessagePack, with two good clients each, and any number of
 * {@link HostileClient}s. Each of these is made from the seed and its number.
 *
 * <p>Confined to one thread, but for what the clients' threads add to.
 */
public final class SessionFuzz implements AutoCloseable {
  private static final int AT_ONCE = 32;
  private static final int BATCH = 2_000;

  /** What good clients and a loop's timers have more or less of at any moment. */
  private static final long NOISE = 60;

  private final List<PacketParser> parsers =
      List.of(new JsonPacketParser(), new MessagePackParser());
  private final long seed;
  private final Faults faults = new Faults();
  private final List<LiveServer> servers = new ArrayList<>();
  private final List<GoodClient> goodClients = new ArrayList<>();
  private final LongAdder writes = new LongAdder();
  private final Queue<String> findings = new ConcurrentLinkedQueue<>();
  private long clients;

  SessionFuzz(long seed) throws IOException {
    this.seed = seed;
    for (PacketParser parser : parsers) {
      LiveServer server = new LiveServer(parser);
      servers.add(server);
      for (Transport transport : Transport.values()) {
        goodClients.add(new GoodClient(server, parser, transport));
      }
    }
  }

  /** Lets so many clients loose, and waits until the servers have got rid of them. */
  void batch(int count) throws InterruptedException {
    Semaphore slots = new Semaphore(AT_ONCE);
    long first = clients;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        long number = clients++;
        slots.acquire();
        threads.execute(() -> {
          attack(number);
          slots.release();
        });
      }
    }
    for (LiveServer server : servers) {
      try {
        await().atMost(LiveServer.END).until(() -> server.hasOnly(Transport.values().length));
      } catch (ConditionTimeoutException e) {
        findings.add("somebody is left: " + server.census());
      }
    }
    faults.take().forEach(findings::add);
    goodClients.stream()
        .filter(client -> client.failure() != null)
        .forEach(client -> findings.add("a good client: " + client.failure()));
    if (!findings.isEmpty()) {
      findings.add("seed %d, clients %d to %d".formatted(seed, first, clients - 1));
    }
  }

  private void attack(long number) {
    RandomGenerator random = new SplittableRandom(seed ^ number * 0x9e3779b97f4a7c15L);
    int which = (int) (number % servers.size());
    Grammar grammar = new Grammar(parsers.get(which), random);
    int port = servers.get(which).port();
    try (HostileClient client =
        random.nextBoolean()
            ? new HostileWebSocket(port, grammar, random, writes)
            : new HostilePolling(port, grammar, random, writes)) {
      client.run();
    } catch (SocketTimeoutException silence) {
      findings.add("client " + number + " waits in vain: " + silence);
    } catch (IOException ended) {
      // The server had enough, as it may.
    } catch (RuntimeException | Error fault) {
      findings.add("client " + number + ": " + fault);
    }
  }

  /** What was found so far, with the seed. */
  List<String> findings() {
    return List.copyOf(findings);
  }

  /** What there is more of than before, when who may come back had the time for that. */
  Map<String, Long> left(LiveObjects before) {
    AtomicReference<Map<String, Long>> left = new AtomicReference<>(Map.of());
    try {
      await()
          .atMost(LiveServer.END)
          .pollDelay(Duration.ZERO)
          .pollInterval(LiveServer.PATIENCE)
          .until(() -> {
            Map<String, Long> more = LiveObjects.now().moreThan(before, Leaks::isCounted);
            more.values().removeIf(count -> count <= NOISE);
            left.set(more);
            return more.isEmpty();
          });
    } catch (ConditionTimeoutException e) {
      return left.get();
    }
    return Map.of();
  }

  /** How many acknowledgements good clients had, and the longest that one took. */
  String goodClients() {
    return "%,d acknowledgements for good clients, the slowest after %,d ms"
        .formatted(
            goodClients.stream().mapToLong(GoodClient::echoes).sum(),
            goodClients.stream().mapToLong(GoodClient::worstMillis).max().orElse(0));
  }

  @Override
  public void close() throws IOException {
    for (GoodClient client : goodClients) {
      client.close();
    }
    servers.forEach(LiveServer::close);
    faults.close();
  }

  /**
   * Runs for some time, and tells what came of it; exits with 1 if anything was found.
   *
   * @param args seconds and seed
   * @throws Exception when it cannot run
   */
  public static void main(String[] args) throws Exception {
    long end = System.nanoTime() + Long.parseLong(args[0]) * 1_000_000_000;
    long began = System.nanoTime();
    List<String> found;
    try (SessionFuzz fuzz = new SessionFuzz(Long.parseLong(args[1]))) {
      fuzz.batch(BATCH);
      LiveObjects before = LiveObjects.now();
      long directBefore = LiveObjects.directMemory();
      LiveObjects now = before;
      while (System.nanoTime() - end < 0 && fuzz.findings.isEmpty()) {
        fuzz.batch(BATCH);
        Map<String, Long> left = fuzz.left(before);
        now = LiveObjects.now();
        if (!left.isEmpty()) {
          fuzz.findings.add("left behind: " + left);
        }
        System.out.printf("%,d clients, live objects %,d KiB%n", fuzz.clients, now.bytes() >> 10);
      }
      long seconds = (System.nanoTime() - began) / 1_000_000_000;
      System.out.printf(
          "figures: sessions: %,d clients and %,d writes in %,d s, seed %d; live objects %,d KiB"
              + " before, %,d KiB after; direct memory %,d KiB before, %,d KiB after; %s%n",
          fuzz.clients,
          fuzz.writes.sum(),
          seconds,
          fuzz.seed,
          before.bytes() >> 10,
          now.bytes() >> 10,
          directBefore,
          LiveObjects.directMemory(),
          fuzz.goodClients());
      found = fuzz.findings();
    }
    found.forEach(each -> System.out.println("found: " + each));
    System.exit(found.isEmpty() ? 0 : 1);
  }
}
