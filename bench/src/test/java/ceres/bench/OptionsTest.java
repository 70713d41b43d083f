package ceres.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ceres.bench.Options.Misused;
import ceres.bench.scenario.Experiments.Steady;
import ceres.bench.scenario.Length;
import ceres.bench.server.Meter;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {
  @Test
  void without_any_everything_is_measured_three_times() throws Misused {
    Options options = Options.parse(List.of());
    assertThat(options.names()).isEmpty();
    assertThat(options.length()).isEqualTo(Length.FULL);
    assertThat(options.runs()).isEqualTo(3);
    assertThat(options.steady()).isEqualTo(new Steady(1_000, 20, 60));
  }

  @Test
  void each_has_its_effect() throws Misused {
    Options options =
        Options.parse(
            List.of("latency", "--quick", "--seconds", "600", "--rate", "50", "--members", "100"));
    assertThat(options.names()).containsExactly("latency");
    assertThat(options.length()).isEqualTo(Length.QUICK);
    assertThat(options.runs()).isEqualTo(1);
    assertThat(options.steady()).isEqualTo(new Steady(100, 50, 600));
  }

  @Test
  void a_server_that_runs_already_is_a_port_and_processes() throws Misused {
    assertThat(Options.parse(List.of("--attach", "ceres=4000:12:34")).attached())
        .containsEntry("ceres", new Options.Attached(4_000, new Meter(12, 34, 0)));
    assertThat(Options.parse(List.of("--attach", "mine=4000:12")).attached())
        .containsEntry("mine", new Options.Attached(4_000, new Meter(12, 0, 0)));
  }

  @Test
  void what_makes_no_sense_is_said() {
    assertThatThrownBy(() -> Options.parse(List.of("--fast"))).hasMessageContaining("--fast");
    assertThatThrownBy(() -> Options.parse(List.of("--runs"))).hasMessage("--runs needs a value.");
    assertThatThrownBy(() -> Options.parse(List.of("--runs", "none")))
        .hasMessage("--runs must be a number above 0, not none.");
    assertThatThrownBy(() -> Options.parse(List.of("--attach", "ceres")))
        .hasMessageStartingWith("A server that runs is given as NAME=PORT:PID");
  }
}
