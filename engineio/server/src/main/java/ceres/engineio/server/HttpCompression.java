package ceres.engineio.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The content codings of polling answers (RFC 9110, sections 8.4.1 and 12.5.3). Stateless.
 *
 * <p>It compresses on the event loop, and therefore at zlib's fastest level.
 */
enum HttpCompression {
  GZIP("gzip") {
    @Override
    OutputStream compressor(OutputStream out) throws IOException {
      return new GZIPOutputStream(out, BUFFER) {
        {
          def.setLevel(Deflater.BEST_SPEED);
        }
      };
    }
  },
  DEFLATE("deflate") {
    @Override
    OutputStream compressor(OutputStream out) {
      return new DeflaterOutputStream(out, new Deflater(Deflater.BEST_SPEED), BUFFER) {
        @Override
        public void close() throws IOException {
          try {
            super.close();
          } finally {
            def.end();
          }
        }
      };
    }
  };

  private static final int BUFFER = 4096;

  private final String coding;

  HttpCompression(String coding) {
    this.coding = coding;
  }

  /** Its name in {@code Content-Encoding}. */
  String coding() {
    return coding;
  }

  abstract OutputStream compressor(OutputStream out) throws IOException;

  /** The bytes of a body, compressed. */
  ByteBuf compress(ByteBufAllocator alloc, String body) {
    ByteBuf compressed = alloc.buffer(body.length() / 4 + 64);
    try (OutputStream out = compressor(new ByteBufOutputStream(compressed))) {
      out.write(body.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      compressed.release();
      throw new UncheckedIOException("memory cannot fail", e);
    }
    return compressed;
  }

  /**
   * The coding that a client likes best, gzip of two that it likes the same.
   *
   * @param accepted the values of {@code Accept-Encoding}
   * @return null if it wants none of these, or likes the plain body better
   */
  static @Nullable HttpCompression of(List<String> accepted) {
    if (accepted.isEmpty()) {
      return null;
    }
    String joined = String.join(",", accepted).toLowerCase(Locale.ROOT);
    HttpCompression best = null;
    double bestQuality = Math.max(quality(joined, "identity", false), 0);
    for (HttpCompression candidate : values()) {
      double quality = quality(joined, candidate.coding, true);
      if (quality > 0 && (best == null ? quality >= bestQuality : quality > bestQuality)) {
        best = candidate;
        bestQuality = quality;
      }
    }
    return best;
  }

  /** How much a coding is liked, 0 to 1; -1 if it is not mentioned. */
  private static double quality(String accepted, String coding, boolean byStar) {
    double quality = -1;
    for (String element : accepted.split(",", -1)) {
      String[] parts = element.split(";", -1);
      String name = parts[0].strip();
      if (name.equals(coding) || name.equals("x-" + coding)) {
        return weight(parts);
      }
      if (byStar && name.equals("*")) {
        quality = weight(parts);
      }
    }
    return quality;
  }

  private static double weight(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip();
      if (parameter.startsWith("q=")) {
        String number = parameter.substring(2).strip();
        return number.matches("[01](\\.\\d{0,3})?") ? Double.parseDouble(number) : 0;
      }
    }
    return 1;
  }
}
