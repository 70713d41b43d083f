package ceres.bench.scenario;

import java.io.IOException;

/** A load on a server. */
public interface Scenario {
  /**
   * Puts the load on, and measures.
   *
   * @throws IOException if there is nothing to measure: if clients are refused or get lost before
   */
  Figures run(Stage stage) throws IOException;
}
