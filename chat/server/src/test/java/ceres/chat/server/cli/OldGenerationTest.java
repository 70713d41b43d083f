package ceres.chat.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How much of the heap is taken by objects that grew old before they died. */
class OldGenerationTest {
  private static final int MEGABYTE = 1 << 20;

  @Test
  void whatDiesOldIsCollectedLongBeforeTheHeapIsFull() throws Exception {
    assertThat(mostOld("-XX:+UseSerialGC", "kept"))
        .isBetween(OldGeneration.ROOM / MEGABYTE, Aging.FEW);
    assertThat(mostOld("-XX:+UseSerialGC", "left")).isGreaterThan(Aging.MADE - 100L);
  }

  @Test
  void otherCollectorsAreLeftAlone() throws Exception {
    assertThat(mostOld("-XX:+UseParallelGC", "kept")).isZero();
  }

  /** The most that it had, in megabytes. */
  private static long mostOld(String collector, String how) throws Exception {
    Process process = start(collector, how);
    try {
      String most = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return Long.parseLong(most);
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process start(String collector, String how) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(collector, "-Xmn16m", "-Xmx2g"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Aging.class.getName(), how));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /**
   * A process of objects that live for long enough to grow old. Told to keep few of them, it waits
   * for the collector when there are more, since that is told by a thread of its own.
   */
  static final class Aging {
    /** Megabytes that live at any time, and that are made in all. */
    static final int LIVE = 24;

    static final int MADE = 500;

    /** Megabytes that old objects may take when they are kept few. */
    static final long FEW = OldGeneration.ROOM / MEGABYTE + 3 * LIVE + 16;

    private static final int OBJECT = 1_024;

    private Aging() {}

    public static void main(String[] how) throws InterruptedException {
      boolean kept = how[0].equals("kept");
      if (kept) {
        OldGeneration.keepSmall();
      }
      MemoryPoolMXBean old =
          ManagementFactory.getMemoryPoolMXBeans().stream()
              .filter(pool -> pool.getName().equals(OldGeneration.POOL))
              .findAny()
              .orElse(null);
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      byte[][] ring = new byte[LIVE * MEGABYTE / OBJECT][];
      long most = 0;
      for (int made = 0; made < MADE * (MEGABYTE / OBJECT); made++) {
        ring[made % ring.length] = new byte[OBJECT];
        if (made % 1_000 == 0 && old != null) {
          most = Math.max(most, kept ? usedOnceFew(old, end) : old.getUsage().getUsed());
        }
      }
      System.out.println(most / MEGABYTE);
    }

    /** In bytes; of more than a few if that is so until the end, by {@link System#nanoTime}. */
    private static long usedOnceFew(MemoryPoolMXBean old, long end) throws InterruptedException {
      long used = old.getUsage().getUsed();
      while (used / MEGABYTE > FEW && System.nanoTime() < end) {
        TimeUnit.MILLISECONDS.sleep(1);
        used = old.getUsage().getUsed();
      }
      return used;
    }
  }
}
