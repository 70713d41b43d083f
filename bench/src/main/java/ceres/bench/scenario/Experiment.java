package ceres.bench.scenario;

import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A scenario, or a curve: the same scenario for several sizes. Immutable.
 *
 * @param name how it is asked for
 * @param about what it is, in a few words
 * @param headline the figures of the table
 * @param isFresh whether each measurement needs a server that was just started
 * @param curve of what; null for a scenario
 * @param sizes of a curve; one 0 otherwise
 * @param scenario makes it for a size
 */
public record Experiment(
    String name,
    String about,
    List<String> headline,
    boolean isFresh,
    @Nullable Curve curve,
    List<Integer> sizes,
    IntFunction<Scenario> scenario) {

  /**
   * The picture of a curve.
   *
   * @param sizeName of what there is more and more
   * @param figure what is drawn
   * @param membersAreSize whether the sizes are those of a room
   * @param connectionsAreSize whether each of the sizes is a connection
   */
  public record Curve(
      String sizeName, String figure, boolean membersAreSize, boolean connectionsAreSize) {}

  static Experiment scenario(String name, String about, Scenario scenario, String... headline) {
    return new Experiment(name, about, List.of(headline), false, null, List.of(0), _ -> scenario);
  }

  static Experiment curve(
      String name,
      String about,
      Curve curve,
      List<Integer> sizes,
      IntFunction<Scenario> scenario,
      String... more) {
    List<String> headline =
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of(curve.figure()), java.util.Arrays.stream(more))
            .toList();
    return new Experiment(name, about, headline, false, curve, sizes, scenario);
  }

  Experiment fresh() {
    return new Experiment(name, about, headline, true, curve, sizes, scenario);
  }

  public boolean isCurve() {
    return curve != null;
  }
}
