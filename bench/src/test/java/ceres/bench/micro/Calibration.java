package ceres.bench.micro;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Work that no change of ours makes slower: how fast is this machine today? */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Calibration {
  private final byte[] text =
      Chat.NEW_MESSAGE.repeat(16).getBytes(java.nio.charset.StandardCharsets.UTF_8);

  /** Looks at some thousand characters, one after the other, as a parser would. */
  @Benchmark
  public int count() {
    int hash = 0;
    for (byte each : text) {
      hash =
          switch (each) {
            case '"', '{', '}' -> hash + 1;
            case ':', ',' -> hash ^ each;
            default -> hash * 31 + each;
          };
    }
    return hash;
  }
}
