package ceres.engineio.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test class after which Netty's leak detector reports a buffer that nobody released. */
final class NoLeaks implements BeforeAllCallback, AfterAllCallback {
  private static final Queue<String> REPORTS = new ConcurrentLinkedQueue<>();

  @Override
  public void beforeAll(ExtensionContext context) {
    assertThat(ResourceLeakDetector.getLevel())
        .as("set by surefire's configuration in pom.xml")
        .isEqualTo(ResourceLeakDetector.Level.PARANOID);
    ByteBufUtil.setLeakListener((type, records) -> REPORTS.add(type + " " + records));
  }

  @Override
  public void afterAll(ExtensionContext context) throws InterruptedException {
    assertThat(collect()).isEmpty();
  }

  /** What was reported so far, and after everything unreachable was collected. */
  static List<String> collect() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(20); // for the reference handler
      // A new buffer makes the detector look for lost ones.
      ByteBuf buffer = PooledByteBufAllocator.DEFAULT.directBuffer();
      buffer.release();
    }
    List<String> reports = List.copyOf(REPORTS);
    REPORTS.clear();
    return reports;
  }
}
