package ceres.bench.scenario;

import java.io.IOException;

/**
 * A load for long, beside people who come and go, and what the server holds meanwhile. Immutable.
 *
 * @param load the steady part
 */
record Soak(FanOut load) implements Scenario {
  @Override
  public Figures run(Stage stage) throws IOException {
    try (Churn _ = Churn.start(stage);
        Stocktaking stock = Stocktaking.start(stage.meter(), load.warmUp() + load.seconds())) {
      Figures figures = load.run(stage);
      stock.tell(figures);
      return figures;
    }
  }
}
