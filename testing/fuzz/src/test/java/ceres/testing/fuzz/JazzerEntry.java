package ceres.testing.fuzz;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What Jazzer calls, by the names that it has for that, and what writes the files that it begins
 * with. One thread uses it.
 */
public final class JazzerEntry {
  private static CodecTarget target = CodecTarget.ENGINE4;
  private static long inputs;
  private static long began;
  private static long heapBefore;

  private JazzerEntry() {}

  /**
   * Before the first input.
   *
   * @param args the target's name
   */
  public static void fuzzerInitialize(String[] args) {
    target = CodecTarget.of(args[0]);
    heapBefore = heap();
    began = System.nanoTime();
  }

  /** One input; whatever is thrown is a finding. */
  public static void fuzzerTestOneInput(byte[] input) {
    inputs++;
    target.accept(input);
  }

  /** After the last input: one line of figures. */
  public static void fuzzerTearDown() {
    double seconds = (System.nanoTime() - began) / 1e9;
    System.err.printf(
        "figures: %s: %,d inputs in %.0f s, %,.0f a second; heap %,d KiB before, %,d KiB after%n",
        target.text(), inputs, seconds, inputs / seconds, heapBefore, heap());
  }

  /** What is used after a collection, in KiB. */
  @SuppressWarnings("SystemGC") // to see what is really used
  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 10;
  }

  /**
   * Writes the inputs that fuzzing begins with, and the dictionary.
   *
   * @param args the folder, made if need be: each target gets one of its own in it
   * @throws IOException when it cannot be written
   */
  public static void main(String[] args) throws IOException {
    Path root = Path.of(args[0]);
    for (CodecTarget each : CodecTarget.values()) {
      Path folder = Files.createDirectories(root.resolve(each.text()));
      List<byte[]> all = new ArrayList<>(each.seeds());
      Findings.of(each).forEach(file -> all.add(Findings.read(file)));
      for (int i = 0; i < all.size(); i++) {
        Files.write(folder.resolve("seed-" + i), all.get(i));
      }
    }
    List<String> dictionary = Seeds.TOKENS.stream().map(JazzerEntry::quoted).toList();
    Files.write(root.resolve("dictionary"), dictionary);
  }

  private static String quoted(String token) {
    StringBuilder line = new StringBuilder("\"");
    for (byte b : token.getBytes(StandardCharsets.UTF_8)) {
      line.append("\\x%02x".formatted(b));
    }
    return line.append('"').toString();
  }
}
