package ceres.testing.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Makes inputs from others, with no knowledge of what they do: that is left to Jazzer, which needs
 * longer. The same generator makes the same inputs.
 *
 * <p>Confined to one thread.
 */
final class Mutator {
  private static final int MOST_CHANGES = 6;
  private static final int LONGEST = 4_096;

  private final RandomGenerator random;

  Mutator(RandomGenerator random) {
    this.random = random;
  }

  /** One of these, changed. */
  byte[] oneOf(List<byte[]> seeds) {
    byte[] input = pick(seeds);
    int changes = 1 + random.nextInt(MOST_CHANGES);
    for (int i = 0; i < changes; i++) {
      input = random.nextInt(8) == 0 ? splice(input, pick(seeds)) : change(input);
    }
    return input;
  }

  /** The same with a few changes. */
  byte[] change(byte[] input) {
    int at = random.nextInt(input.length + 1);
    int end = Math.min(input.length, at + 1 + random.nextInt(8));
    return switch (random.nextInt(8)) {
      case 0 -> replace(input, at, at, new byte[] {(byte) random.nextInt(256)});
      case 1 -> replace(input, at, end, new byte[0]);
      case 2 -> replace(input, at, at, Arrays.copyOfRange(input, at, end));
      case 3 -> Arrays.copyOf(input, at);
      case 4 -> replace(input, at, at, token());
      case 5 -> replace(input, at, end, token());
      case 6 -> replace(input, at, at, digits());
      default -> flip(input);
    };
  }

  private <T> T pick(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  private byte[] token() {
    return pick(Seeds.TOKENS).getBytes(StandardCharsets.UTF_8);
  }

  private byte[] digits() {
    return Long.toString(random.nextLong() >>> random.nextInt(64))
        .getBytes(StandardCharsets.US_ASCII);
  }

  private byte[] flip(byte[] input) {
    if (input.length == 0) {
      return input;
    }
    byte[] flipped = input.clone();
    flipped[random.nextInt(input.length)] ^= (byte) (1 << random.nextInt(8));
    return flipped;
  }

  private byte[] splice(byte[] input, byte[] other) {
    int from = random.nextInt(other.length + 1);
    int at = random.nextInt(input.length + 1);
    return replace(input, at, input.length, Arrays.copyOfRange(other, from, other.length));
  }

  private static byte[] replace(byte[] input, int from, int to, byte[] by) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(input.length + by.length);
    out.write(input, 0, from);
    out.writeBytes(by);
    out.write(input, to, input.length - to);
    return out.size() > LONGEST ? Arrays.copyOf(out.toByteArray(), LONGEST) : out.toByteArray();
  }
}
