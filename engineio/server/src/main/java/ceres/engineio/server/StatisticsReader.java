package ceres.engineio.server;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetric;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.time.Instant;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Adds up what the loops have counted. Stateless. */
final class StatisticsReader {
  private StatisticsReader() {}

  static EngineStatistics read(
      List<LoopContext> loops,
      long connections,
      Gate gate,
      long sentAway,
      @Nullable Instant certificateExpiry) {
    return new EngineStatistics(
        connections,
        LoopCounts.byKey(TransportName.class, name -> sum(loops, counts -> counts.sessions(name))),
        sum(loops, LoopCounts::openedSessions),
        sum(loops, LoopCounts::upgradedSessions),
        LoopCounts.byKey(
            CloseReason.class, reason -> sum(loops, counts -> counts.closedSessions(reason))),
        LoopCounts.byKey(Refused.class, gate::counted),
        sum(loops, LoopCounts::packetsSent),
        sum(loops, LoopCounts::bytesSent),
        loops.stream().mapToLong(loop -> loop.backlogs().total()).sum(),
        sentAway,
        loops.stream().mapToLong(LoopContext::pendingTasks).sum(),
        memory(ByteBufAllocatorMetric::usedDirectMemory),
        memory(ByteBufAllocatorMetric::usedHeapMemory),
        certificateExpiry);
  }

  private static long sum(List<LoopContext> loops, ToLongFunction<LoopCounts> count) {
    return loops.stream().mapToLong(loop -> count.applyAsLong(loop.counts())).sum();
  }

  private static long memory(ToLongFunction<ByteBufAllocatorMetric> kind) {
    return ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider provider
        ? kind.applyAsLong(provider.metric())
        : 0;
  }
}
