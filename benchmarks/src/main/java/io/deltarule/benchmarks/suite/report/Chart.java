package io.deltarule.benchmarks.suite.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A plot as Chart.js takes it: its configuration as maps and lists, which become JSON.
 *
 * @param id the plot's name in the page
 * @param title what it shows
 * @param wide whether it takes the page's whole width
 * @param height its height in the page, in pixels
 * @param configuration type, data and options
 */
record Chart(String id, String title, boolean wide, int height, Map<String, Object> configuration) {
  /** Colours that people with any colour vision tell apart (Okabe and Ito 2008). */
  private static final List<String> COLOURS =
      List.of(
          "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00", "#56B4E9", "#F0E442", "#000000");

  /** Groups of bars that fit side by side with another plot. */
  private static final int NARROW = 4;

  /**
   * Bars of one colour, one in each group; a null value leaves a gap.
   *
   * @param colour the number of the colour: an engine keeps its own in all plots
   */
  record Series(String name, int colour, List<Double> values) {}

  /** A point of a line. */
  record Point(double x, double y) {}

  /** One line over numbers. */
  record Line(String name, List<Point> points, boolean dashed) {}

  /** Groups of bars that stand upright, a group for each label. */
  static Chart bars(
      String id, String title, String axis, List<String> labels, List<Series> series) {
    return bars(id, title, labels, series, Map.of(), axis(axis, Map.of()));
  }

  /** The same for ratios: bars go up or down from 1, on a logarithmic axis. */
  static Chart ratios(
      String id, String title, String axis, List<String> labels, List<Series> series) {
    return bars(
        id,
        title,
        labels,
        series,
        Map.of("base", 1),
        axis(axis, Map.of("type", "logarithmic", "suggestedMin", 0.5, "suggestedMax", 2)));
  }

  private static Chart bars(
      String id,
      String title,
      List<String> labels,
      List<Series> series,
      Map<String, Object> more,
      Object yAxis) {
    List<Object> sets = new ArrayList<>();
    for (Series one : series) {
      Map<String, Object> set = new LinkedHashMap<>(more);
      set.put("label", one.name());
      set.put("data", one.values());
      set.put("backgroundColor", colour(one.colour()));
      sets.add(set);
    }
    return new Chart(
        id,
        title,
        labels.size() > NARROW,
        320,
        Map.of(
            "type",
            "bar",
            "data",
            Map.of("labels", labels, "datasets", sets),
            "options",
            options(series.size() > 1, Map.of(), axis("", Map.of()), yAxis)));
  }

  /** Bars that lie, each with a label and a colour of its own. */
  static Chart ranking(
      String id, String title, String axis, List<String> labels, List<Double> values) {
    List<String> colours = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      colours.add(colour(i));
    }
    Map<String, Object> set =
        Map.of("label", axis, "data", values, "backgroundColor", colours, "maxBarThickness", 28);
    return new Chart(
        id,
        title,
        false,
        90 + 34 * values.size(),
        Map.of(
            "type",
            "bar",
            "data",
            Map.of("labels", labels, "datasets", List.of(set)),
            "options",
            options(false, Map.of("indexAxis", "y"), axis(axis, Map.of()), axis("", Map.of()))));
  }

  /** Lines over a logarithmic axis, whose ticks are given. */
  static Chart lines(
      String id, String title, String xAxis, String yAxis, List<Double> ticks, List<Line> lines) {
    List<Object> sets = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      Map<String, Object> set = new LinkedHashMap<>();
      set.put("label", line.name());
      set.put("data", line.points());
      set.put("borderColor", line.dashed() ? "#999999" : colour(i));
      set.put("backgroundColor", line.dashed() ? "#999999" : colour(i));
      set.put("pointRadius", line.dashed() ? 0 : 4);
      set.put("borderDash", line.dashed() ? List.of(6, 4) : List.of());
      sets.add(set);
    }
    return new Chart(
        id,
        title,
        false,
        320,
        Map.of(
            "type",
            "line",
            "data",
            Map.of("datasets", sets),
            "options",
            options(
                true,
                Map.of("ticksAt", ticks),
                axis(
                    xAxis,
                    Map.of(
                        "type",
                        "logarithmic",
                        "min",
                        ticks.get(0),
                        "max",
                        ticks.get(ticks.size() - 1))),
                axis(yAxis, Map.of()))));
  }

  private static String colour(int index) {
    return COLOURS.get(index % COLOURS.size());
  }

  private static Map<String, Object> options(
      boolean legend, Map<String, Object> more, Object x, Object y) {
    Map<String, Object> options = new LinkedHashMap<>(more);
    options.put("responsive", true);
    options.put("maintainAspectRatio", false);
    options.put("animation", false);
    options.put(
        "plugins",
        Map.of(
            "legend",
            Map.of(
                "display",
                legend,
                "position",
                "bottom",
                "labels",
                Map.of("usePointStyle", true, "boxHeight", 7))));
    options.put("scales", Map.of("x", x, "y", y));
    return options;
  }

  private static Map<String, Object> axis(String title, Map<String, Object> more) {
    Map<String, Object> axis = new LinkedHashMap<>(more);
    axis.putIfAbsent("beginAtZero", true);
    axis.put("title", Map.of("display", !title.isEmpty(), "text", title));
    return axis;
  }
}
