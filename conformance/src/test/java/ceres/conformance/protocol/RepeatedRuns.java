package ceres.conformance.protocol;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Runs all tests of this package again and again; {@code scripts/fifty} starts it. */
final class RepeatedRuns {
  private static final double MILLIS_PER_SECOND = 1_000.0;

  private RepeatedRuns() {}

  /**
   * Exits with 1 at the first run that has a failure, or no test.
   *
   * @param args how often to run
   */
  public static void main(String[] args) {
    int runs = Integer.parseInt(args[0]);
    String name = RepeatedRuns.class.getPackageName();
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    LauncherDiscoveryRequest suite =
        LauncherDiscoveryRequestBuilder.request().selectors(selectPackage(name)).build();
    Launcher launcher = LauncherFactory.create();
    for (int run = 1; run <= runs; run++) {
      SummaryGeneratingListener listener = new SummaryGeneratingListener();
      launcher.execute(suite, listener);
      TestExecutionSummary summary = listener.getSummary();
      double seconds = (summary.getTimeFinished() - summary.getTimeStarted()) / MILLIS_PER_SECOND;
      out.printf(
          "run %d of %d: %d passed, %d failed, %.1f s%n",
          run, runs, summary.getTestsSucceededCount(), summary.getTotalFailureCount(), seconds);
      if (summary.getTotalFailureCount() > 0 || summary.getTestsSucceededCount() == 0) {
        summary.printFailuresTo(out, 40);
        System.exit(1);
      }
    }
    System.exit(0);
  }
}
