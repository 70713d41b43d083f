package ceres.testing.soak.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * The ledger of a run: a compressed file with a JSON object on each line, in the order in which
 * things happened.
 *
 * <p>Thread-safe by its monitor.
 */
public final class Ledger implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int BUFFER = 1 << 16;

  private final long began = System.nanoTime();
  private final Writer out;
  private final Consumer<Line> reader;
  private long lines;
  private boolean closed;

  /**
   * An empty one.
   *
   * @param reader gets each line as it is written, in order, one at a time
   */
  public Ledger(Path file, Consumer<Line> reader) throws IOException {
    this.reader = reader;
    out =
        new OutputStreamWriter(
            new GZIPOutputStream(Files.newOutputStream(file), BUFFER, true), UTF_8);
  }

  /** Milliseconds since the beginning. */
  public long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
  }

  /**
   * Writes the next line; does nothing once the ledger is closed.
   *
   * @param entry gets its time
   */
  public synchronized void add(LongFunction<Entry> entry) {
    if (closed) {
      return;
    }
    Line line = new Line(++lines, entry.apply(now()));
    try {
      out.write(format(line));
      out.write('\n');
      if (line.entry() instanceof Entry.Fault) {
        out.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    reader.accept(line);
  }

  /** A line as it is in the file. */
  public static String format(Line line) {
    return JSON.writeValueAsString(line.entry());
  }

  /** All lines of a file that is complete; to be closed. */
  public static Stream<Line> read(Path file) {
    try {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(
                  new GZIPInputStream(Files.newInputStream(file), BUFFER), UTF_8));
      AtomicLong number = new AtomicLong();
      return in.lines()
          .map(line -> new Line(number.incrementAndGet(), JSON.readValue(line, Entry.class)))
          .onClose(() -> close(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void close(BufferedReader in) {
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    out.close();
  }
}
