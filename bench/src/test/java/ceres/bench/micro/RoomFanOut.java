package ceres.bench.micro;

import ceres.socketio.adapter.AdapterContext;
import ceres.socketio.adapter.BroadcastFlags;
import ceres.socketio.adapter.BroadcastOptions;
import ceres.socketio.adapter.InMemoryAdapter;
import ceres.socketio.adapter.Member;
import ceres.socketio.adapter.RoomLogs;
import ceres.socketio.adapter.Shard;
import ceres.socketio.protocol.SocketPacket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A broadcast to a room whose members do nothing but count: what the adapter itself costs. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RoomFanOut {
  /** How many members the room has. */
  @Param({"10", "1000", "20000"})
  public int members;

  private final Loop loop = new Loop();
  private final InMemoryAdapter<String> adapter =
      new InMemoryAdapter<>(
          new AdapterContext<>(
              "/",
              List.of(loop),
              (_, _) -> "encoded",
              (_, _) -> new CompletableFuture<>(),
              RoomLogs.none()));
  private final SocketPacket packet = Chat.newMessage();
  private final BroadcastOptions room = BroadcastOptions.ALL.to("asteroid-2465633");
  private long delivered;

  /** Fills the room. */
  @Setup
  public void join() {
    for (int i = 0; i < members; i++) {
      Member<String> member = new Counting("member-" + i);
      adapter.add(member);
      adapter.join(member, Set.of("asteroid-2465633"));
      loop.run();
    }
    delivered = 0;
    long counted = broadcast();
    if (counted != members) {
      throw new IllegalStateException(counted + " of " + members + " members");
    }
  }

  /** One message to all of them. */
  @Benchmark
  public long broadcast() {
    adapter.broadcast(packet, room);
    loop.run();
    return delivered;
  }

  /** An event loop that is turned by hand. */
  private static final class Loop implements Shard {
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();

    @Override
    public void execute(Runnable task) {
      tasks.add(task);
    }

    @Override
    public boolean isCurrent() {
      return true;
    }

    void run() {
      for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
        task.run();
      }
    }
  }

  private final class Counting implements Member<String> {
    private final String sid;

    Counting(String sid) {
      this.sid = sid;
    }

    @Override
    public String sid() {
      return sid;
    }

    @Override
    public Shard shard() {
      return loop;
    }

    @Override
    public void deliver(String encoded, BroadcastFlags flags) {
      delivered++;
    }

    @Override
    public CompletionStage<List<@Nullable Object>> deliverWithAck(
        String encoded, BroadcastFlags flags, long id, Duration timeout) {
      return CompletableFuture.completedFuture(List.of());
    }

    @Override
    public Map<String, @Nullable Object> snapshot() {
      return Map.of();
    }

    @Override
    public void disconnect(boolean close) {
      delivered--;
    }
  }
}
