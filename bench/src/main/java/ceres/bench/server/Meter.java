package ceres.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a server, its database and this process have cost the machine so far, as Linux counts it.
 * Immutable.
 *
 * @param server the server's process
 * @param database PostgreSQL's first process; 0 if it is not known
 */
public record Meter(long server, long database) {
  /** Processor time is counted in hundredths of a second there, whatever the kernel's own clock. */
  private static final double TICKS_A_SECOND = 100;

  /**
   * A moment. Times are in seconds.
   *
   * @param wall by {@link System#nanoTime}, as seconds
   * @param server processor time of the server
   * @param database processor time of all processes of PostgreSQL
   * @param generator processor time of this process
   */
  public record Reading(double wall, double server, double database, double generator) {}

  public Reading read() throws IOException {
    return new Reading(
        System.nanoTime() / 1e9,
        processorSeconds(server),
        database == 0 ? 0 : processorSecondsOfTree(database),
        processorSeconds(ProcessHandle.current().pid()));
  }

  /** The server's resident memory, in bytes. */
  public double residentBytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + server + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024.0;
      }
    }
    throw new IOException("process " + server + " tells no resident memory");
  }

  private static double processorSeconds(long pid) throws IOException {
    String line = Files.readString(Path.of("/proc/" + pid + "/stat"));
    String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_A_SECOND;
  }

  /** A process and its children; one that ends meanwhile counts for nothing. */
  private static double processorSecondsOfTree(long root) throws IOException {
    double sum = processorSeconds(root);
    Path children = Path.of("/proc/" + root + "/task/" + root + "/children");
    for (String child : Files.readString(children).split(" ", 0)) {
      sum += child.isBlank() ? 0 : processorSecondsIfAlive(Long.parseLong(child.strip()));
    }
    return sum;
  }

  private static double processorSecondsIfAlive(long pid) {
    try {
      return processorSeconds(pid);
    } catch (IOException e) {
      return 0;
    }
  }
}
