package ceres.testing.fuzz;

import static org.awaitility.Awaitility.await;

import ceres.socketio.protocol.JsonPacketParser;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.awaitility.core.ConditionTimeoutException;

/**
 * One server, and clients that come and go in every way. What the server has of them afterwards is
 * counted by class.
 *
 * <p>Confined to one thread, but for what the clients' threads add to.
 */
public final class Leaks implements AutoCloseable {
  private static final int AT_ONCE = 256;
  private static final int WARM_UP = 2_000;
  private static final int WAYS = LeavingClients.WAYS.size();

  private final Faults faults = new Faults();
  private final LiveServer server = new LiveServer(new JsonPacketParser());
  private final LeavingClients clients = new LeavingClients(server.port());
  private final Queue<String> findings = new ConcurrentLinkedQueue<>();
  private final Queue<String> astray = new ConcurrentLinkedQueue<>();
  private long comers;

  Leaks() throws IOException {}

  /** Lets so many clients come and go, and waits until nobody is left. */
  void comeAndGo(int count) throws InterruptedException {
    Semaphore slots = new Semaphore(AT_ONCE);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        long number = comers++;
        slots.acquire();
        threads.execute(() -> {
          comeAndGo(number);
          slots.release();
        });
      }
    }
    try {
      await().atMost(LiveServer.END).until(() -> server.hasOnly(0));
    } catch (ConditionTimeoutException e) {
      findings.add("somebody is left: " + server.census());
    }
    faults.take().forEach(findings::add);
    judge();
  }

  private void comeAndGo(long number) {
    try {
      clients.comeAndGo(number);
    } catch (SocketTimeoutException silence) {
      findings.add("client " + number + " waits in vain: " + silence);
    } catch (IOException | RuntimeException | Error fault) {
      astray.add("client %d, way %d: %s".formatted(number, number % WAYS, fault));
    }
  }

  /**
   * Who did not get to leave in its way. On a machine that is busy it may be that the server lost
   * patience first, but not with one client of a hundred.
   */
  private void judge() {
    if (astray.size() > comers / 100) {
      findings.addAll(astray);
    }
  }

  /** What there is when timers, and who may come back, had their time: when nothing changes. */
  LiveObjects settled() {
    List<LiveObjects> seen = new ArrayList<>(List.of(LiveObjects.now()));
    try {
      await()
          .atMost(LiveServer.END)
          .pollInterval(LiveServer.PATIENCE)
          .until(() -> {
            seen.add(LiveObjects.now());
            LiveObjects last = seen.getLast();
            LiveObjects former = seen.get(seen.size() - 2);
            return last.moreThan(former, Leaks::isCounted).isEmpty()
                && former.moreThan(last, Leaks::isCounted).isEmpty();
          });
    } catch (ConditionTimeoutException e) {
      findings.add("the server does not come to rest");
    }
    return seen.getLast();
  }

  /**
   * What there is more of than before: of what is counted, and of the entries of maps more than one
   * for every twenty clients, which is more than the JVM has of its own.
   */
  static Map<String, Long> left(LiveObjects before, LiveObjects now, int clients) {
    Map<String, Long> left =
        now.moreThan(
            before,
            name ->
                name.matches(
                    "java\\.util\\.(concurrent\\.Concurrent|Linked|)HashMap\\$(Node|Entry)"));
    left.values().removeIf(more -> more <= clients / 20);
    left.putAll(now.moreThan(before, Leaks::isCounted));
    return left;
  }

  /** Whether there is one for each session, socket, room member, namespace, timer or buffer. */
  static boolean isCounted(String className) {
    return className.startsWith("ceres.engineio.")
        || className.startsWith("ceres.socketio.")
        || className.equals("java.util.zip.Inflater")
        || className.equals("java.util.zip.Deflater")
        || className.equals("io.netty.util.concurrent.ScheduledFutureTask")
        || className.endsWith("SocketChannel");
  }

  /** What was found so far. */
  List<String> findings() {
    return List.copyOf(findings);
  }

  @Override
  public void close() {
    server.close();
    faults.close();
  }

  /**
   * Lets clients come and go, and tells what is left of them; exits with 1 if anything is.
   *
   * @param args how many
   * @throws Exception when it cannot run
   */
  public static void main(String[] args) throws Exception {
    int count = Integer.parseInt(args[0]);
    long began = System.nanoTime();
    List<String> found;
    try (Leaks leaks = new Leaks()) {
      leaks.comeAndGo(WARM_UP);
      LiveObjects before = leaks.settled();
      long directBefore = LiveObjects.directMemory();
      for (int left = count; left > 0 && leaks.findings.isEmpty(); left -= count / 10) {
        leaks.comeAndGo(Math.min(left, Math.max(1, count / 10)));
        System.out.printf(
            "%,d clients, live objects %,d KiB%n", leaks.comers, LiveObjects.now().bytes() >> 10);
      }
      LiveObjects now = leaks.settled();
      Map<String, Long> left = left(before, now, count);
      if (!left.isEmpty()) {
        leaks.findings.add("left behind: " + left);
      }
      System.out.printf(
          "figures: %,d clients came and went in %,d ways (%,d not in theirs) in %,d s; live objects %,d KiB before,"
              + " %,d KiB after; direct memory %,d KiB before, %,d KiB after%n",
          leaks.comers - WARM_UP,
          WAYS,
          leaks.astray.size(),
          (System.nanoTime() - began) / 1_000_000_000,
          before.bytes() >> 10,
          now.bytes() >> 10,
          directBefore,
          LiveObjects.directMemory());
      now.counts().entrySet().stream()
          .filter(each -> isCounted(each.getKey()))
          .map(each ->
              "%s: %d before, %d after"
                  .formatted(each.getKey(), before.count(each.getKey()), each.getValue()))
          .forEach(System.out::println);
      found = leaks.findings();
    }
    found.forEach(each -> System.out.println("found: " + each));
    System.exit(found.isEmpty() ? 0 : 1);
  }
}
