package ceres.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleFunction;

/** A chart of lines, as SVG. Immutable. */
record LineChart(String title, Axis x, Axis y, DoubleFunction<String> xLabel) {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 460;
  private static final int LEFT = 80;
  private static final int RIGHT = 48;
  private static final int TOP = 56;
  private static final int BOTTOM = 64;
  private static final String[] COLOURS = {"#0b6e99", "#d9730d", "#448361", "#9065b0"};

  /**
   * A chart with axes that fit.
   *
   * @param lines by name, the points of each: x and y
   */
  static String of(
      String title,
      String x,
      boolean isXLogarithmic,
      String y,
      boolean isYLogarithmic,
      Map<String, List<double[]>> lines) {
    List<double[]> all = new ArrayList<>();
    lines.values().forEach(all::addAll);
    return new LineChart(
            title,
            Axis.around(x, all, 0, isXLogarithmic),
            Axis.around(y, all, 1, isYLogarithmic),
            Table::number)
        .draw(lines);
  }

  String draw(Map<String, List<double[]>> lines) {
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"13\">\n"
            .formatted(WIDTH, HEIGHT));
    svg.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
    text(svg, WIDTH / 2.0, 24, "middle", "font-size=\"16\"", title);
    drawAxes(svg);
    int number = 0;
    for (Map.Entry<String, List<double[]>> line : lines.entrySet()) {
      drawLine(svg, line.getKey(), line.getValue(), number++);
    }
    return svg.append("</svg>\n").toString();
  }

  private void drawAxes(StringBuilder svg) {
    for (double value : x.labels()) {
      double at = left(value);
      rule(svg, at, TOP, at, HEIGHT - BOTTOM);
      text(svg, at, HEIGHT - BOTTOM + 18, "middle", "", xLabel.apply(value));
    }
    for (double value : y.labels()) {
      double at = top(value);
      rule(svg, LEFT, at, WIDTH - RIGHT, at);
      text(svg, LEFT - 8, at + 4, "end", "", Table.number(value));
    }
    text(svg, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 16, "middle", "", x.title());
    double middle = (TOP + HEIGHT - BOTTOM) / 2.0;
    text(svg, 18, middle, "middle", "transform=\"rotate(-90 18 %s)\"".formatted(middle), y.title());
  }

  private void drawLine(StringBuilder svg, String name, List<double[]> points, int number) {
    String colour = COLOURS[number % COLOURS.length];
    StringBuilder path = new StringBuilder();
    for (double[] point : points) {
      path.append(path.isEmpty() ? "M" : " L").append(fixed(left(point[0])));
      path.append(' ').append(fixed(top(point[1])));
    }
    svg.append(
        "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>\n"
            .formatted(path, colour));
    for (double[] point : points) {
      svg.append(
          "<circle cx=\"%s\" cy=\"%s\" r=\"3\" fill=\"%s\"><title>%s: %s, %s</title></circle>\n"
              .formatted(
                  fixed(left(point[0])),
                  fixed(top(point[1])),
                  colour,
                  escape(name),
                  escape(xLabel.apply(point[0])),
                  Table.number(point[1])));
    }
    double at = LEFT + 10 + number * 150.0;
    svg.append(
        "<rect x=\"%s\" y=\"34\" width=\"14\" height=\"4\" fill=\"%s\"/>\n"
            .formatted(fixed(at), colour));
    text(svg, at + 20, 41, "start", "", name);
  }

  private double left(double value) {
    return LEFT + x.place(value) * (WIDTH - LEFT - RIGHT);
  }

  private double top(double value) {
    return HEIGHT - BOTTOM - y.place(value) * (HEIGHT - TOP - BOTTOM);
  }

  private static void rule(StringBuilder svg, double x1, double y1, double x2, double y2) {
    svg.append(
        "<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" stroke=\"#dddddd\"/>\n"
            .formatted(fixed(x1), fixed(y1), fixed(x2), fixed(y2)));
  }

  private static void text(
      StringBuilder svg, double x, double y, String anchor, String more, String text) {
    svg.append(
        "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\" %s>%s</text>\n"
            .formatted(fixed(x), fixed(y), anchor, more, escape(text)));
  }

  private static String fixed(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
