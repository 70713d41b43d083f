package ceres.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LineChartTest {
  private static final List<double[]> POINTS =
      List.of(new double[] {10, 4}, new double[] {20_000, 7});

  @Test
  void a_logarithmic_axis_goes_from_a_power_of_ten_to_another() {
    Axis axis = Axis.around("members", POINTS, 0, true);
    assertThat(axis.labels()).containsExactly(10.0, 100.0, 1_000.0, 10_000.0, 100_000.0);
    assertThat(axis.place(10)).isZero();
    assertThat(axis.place(1_000)).isEqualTo(.5);
  }

  @Test
  void a_linear_axis_begins_at_nothing() {
    Axis axis = Axis.around("µs", POINTS, 1, false);
    assertThat(axis.low()).isZero();
    assertThat(axis.high()).isEqualTo(8);
    assertThat(axis.place(4)).isEqualTo(.5);
  }

  @Test
  void an_axis_without_values_is_an_axis() {
    assertThat(Axis.around("none", List.of(), 0, true).labels()).isNotEmpty();
    assertThat(Axis.around("none", List.of(new double[] {0, 0}), 0, false).high()).isEqualTo(1);
  }

  @Test
  void a_chart_has_a_line_and_a_name_for_each_server() {
    String svg =
        LineChart.of("cost", "members", true, "µs", false, Map.of("ceres", POINTS, "a<b", POINTS));
    assertThat(svg).startsWith("<svg xmlns=\"http://www.w3.org/2000/svg\"").endsWith("</svg>\n");
    assertThat(svg.split("<path ", -1)).hasSize(3);
    assertThat(svg).contains(">ceres</text>", ">a&lt;b</text>", ">µs</text>", ">members</text>");
  }
}
