package ceres.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a server, its database and this process have cost the machine so far, as Linux counts it.
 * Immutable.
 *
 * @param server the server's process
 * @param database PostgreSQL's first process; 0 if it is not known
 * @param management the port where the server tells more of itself; 0 if it does not
 */
public record Meter(long server, long database, int management) {
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
    return status("VmRSS:") * 1024.0;
  }

  /** How many threads the server has. */
  public double threads() throws IOException {
    return status("Threads:");
  }

  /** How many files, connections included, the server has open. */
  public double files() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/" + server + "/fd"))) {
      return files.count();
    }
  }

  /**
   * What the server holds now: {@code resident_mb}, {@code threads}, {@code files}; and {@code
   * heap_mb}, {@code direct_mb} and {@code timers}, if it tells.
   */
  public Map<String, Double> holdings() throws IOException {
    Map<String, Double> holdings = new LinkedHashMap<>();
    holdings.put("resident_mb", residentBytes() / 1e6);
    holdings.put("threads", threads());
    holdings.put("files", files());
    if (management != 0) {
      Told told = Told.by(management);
      holdings.put("heap_mb", told.sum("jvm_memory_used_bytes{area=\"heap\"") / 1e6);
      holdings.put("direct_mb", told.sum("ceres_netty_memory_bytes{area=\"direct\"") / 1e6);
      holdings.put("timers", told.sum("ceres_timers "));
    }
    return holdings;
  }

  private long status(String name) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + server + "/status"))) {
      if (line.startsWith(name)) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new IOException("process " + server + " tells no " + name);
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
