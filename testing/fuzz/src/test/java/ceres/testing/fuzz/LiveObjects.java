package ceres.testing.fuzz;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * How many objects there are of each class, as the JVM counts them after a collection: what is left
 * behind is seen whatever holds it, with no need for the code to tell. Immutable.
 *
 * @param counts by the names of classes
 * @param bytes of all classes together
 */
record LiveObjects(Map<String, Long> counts, long bytes) {
  private static final Pattern ROW =
      Pattern.compile("^ +\\d+: +(\\d+) +(\\d+) +(\\S+)", Pattern.MULTILINE);

  /** Those that there are now. */
  static LiveObjects now() {
    Map<String, Long> counts = new TreeMap<>();
    long bytes = 0;
    for (MatchResult row : ROW.matcher(histogram()).results().toList()) {
      Long _ = counts.merge(row.group(3), Long.valueOf(row.group(1)), Long::sum);
      bytes += Long.parseLong(row.group(2));
    }
    return new LiveObjects(counts, bytes);
  }

  private static String histogram() {
    try {
      return (String)
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  "gcClassHistogram",
                  new Object[] {new String[0]},
                  new String[] {String[].class.getName()});
    } catch (JMException e) {
      throw new AssertionError(e);
    }
  }

  /** Of which classes there are more than before, and how many more. */
  Map<String, Long> moreThan(LiveObjects before, Predicate<String> classes) {
    return counts.entrySet().stream()
        .filter(each -> classes.test(each.getKey()))
        .map(each ->
            Map.entry(
                each.getKey(), each.getValue() - before.counts.getOrDefault(each.getKey(), 0L)))
        .filter(each -> each.getValue() > 0)
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Long::sum, TreeMap::new));
  }

  /**
   * What Netty's default allocator has taken of the system, in KiB: pooled, so never all is used.
   */
  static long directMemory() {
    return ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider provider
        ? provider.metric().usedDirectMemory() >> 10
        : -1;
  }

  long count(String className) {
    return counts.getOrDefault(className, 0L);
  }
}
