package ceres.bench;

import ceres.bench.scenario.Experiments;
import ceres.bench.scenario.Experiments.Steady;
import ceres.bench.scenario.Length;

/** What {@code bench/run --help} says. */
final class Help {
  private Help() {}

  static String text() {
    StringBuilder text =
        new StringBuilder(
            """
            usage: bench/run [WHAT...] [--servers ceres,node] [--quick] [--runs N]
                   bench/run serve ceres|node

            Measures the chat of Ceres beside the same chat on socket.io in Node.js: the same load,
            the same PostgreSQL, on this machine. WHAT is one or more of:

              scenarios (the default), curves, all, or by name:
            """);
    Experiments.of(Length.FULL, Steady.of(Length.FULL))
        .forEach(it -> text.append("  %-18s %s%n".formatted(it.name(), it.about())));
    return text.append(
            """

            --servers LIST    which servers; both, if Node.js is there
            --quick           a few seconds for each
            --tiny            only whether it works
            --runs N          how often each is measured (3; 1 with --quick)
            --seconds S --rate R --members M
                              of "latency" and "soak": how long, messages a second, members
            --out FOLDER      for the results, instead of bench/results/TIME
            --attach NAME=PORT:PID:DATABASE-PID --secret S
                              a server that runs on this machine already, as "serve" prints it
            serve             starts a server as it is measured, and leaves it running

            It prints tables, and writes results.json, table.txt and pictures. See bench/README.md.
            """)
        .toString();
  }
}
