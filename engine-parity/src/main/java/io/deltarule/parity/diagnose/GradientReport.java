package io.deltarule.parity.diagnose;

import io.deltarule.parity.diagnose.ParameterCheck.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a gradient check found: a row for each parameter, and what it means. */
public final class GradientReport {
  private static final List<String> HEADER =
      List.of(
          "layer", "parameter", "shape", "checked", "kinks", "relative error", "bound", "verdict");

  private final List<ParameterCheck> checks;
  private final LayerOrder order;

  GradientReport(List<ParameterCheck> checks, LayerOrder order) {
    this.order = order;
    List<ParameterCheck> sorted = new ArrayList<>();
    for (String layer : order.layers()) {
      checks.stream().filter(check -> check.layer().equals(layer)).forEach(sorted::add);
    }
    this.checks = List.copyOf(sorted);
  }

  /** A row for each parameter, layers in forward order. */
  public List<ParameterCheck> parameters() {
    return checks;
  }

  /** The row of a parameter. */
  public ParameterCheck parameter(String name) {
    return checks.stream()
        .filter(check -> check.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no parameter '"
                        + name
                        + "'; there are "
                        + checks.stream().map(ParameterCheck::name).toList()));
  }

  /** True if every parameter passes. */
  public boolean passes() {
    return count(Verdict.PASS) == checks.size();
  }

  private long count(Verdict verdict) {
    return checks.stream().filter(check -> check.verdict() == verdict).count();
  }

  private List<ParameterCheck> of(String layer) {
    return checks.stream().filter(check -> check.layer().equals(layer)).toList();
  }

  private boolean fails(String layer) {
    return of(layer).stream().anyMatch(check -> check.verdict() == Verdict.FAIL);
  }

  /** The table, then the reasons, then where to look; every line ends with '\n'. */
  public String print() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADER);
    checks.forEach(check -> rows.add(row(check)));
    StringBuilder text = new StringBuilder(Columns.print(rows, List.of(3, 4, 5, 6)));
    text.append('\n');
    for (ParameterCheck check : checks) {
      if (!check.reason().isEmpty()) {
        text.append(check.name()).append(": ").append(check.reason()).append('\n');
      }
    }
    place().forEach(line -> text.append(line).append('\n'));
    return text.append(summary()).append('\n').toString();
  }

  private static List<String> row(ParameterCheck check) {
    return List.of(
        check.layer(),
        check.name().substring(check.name().lastIndexOf('.') + 1),
        check.shape().toString(),
        Integer.toString(check.elements().size() - check.kinks()),
        Integer.toString(check.kinks()),
        String.format(Locale.ROOT, "%.1e", check.relativeError()),
        String.format(Locale.ROOT, "%.1e", check.bound()),
        check.verdict() == Verdict.FAIL ? "FAIL" : check.verdict().name().toLowerCase(Locale.ROOT));
  }

  /** Where the fault must lie, from which layers fail. */
  private List<String> place() {
    List<String> layers = order.layers();
    List<String> failing = layers.stream().filter(this::fails).toList();
    if (failing.isEmpty()) {
      return List.of();
    }
    String last = failing.get(failing.size() - 1);
    int end = layers.indexOf(last);
    if (failing.size() == end + 1 && isWhole(last)) {
      String next = end + 1 < layers.size() ? layers.get(end + 1) : null;
      List<String> between = order.between(last, next);
      String alone =
          failing.size() > 1
              ? ""
              : "; since no other layer shows it, it may also be the rule for "
                  + named(last)
                  + " itself";
      return List.of(
          next == null
              ? "Every layer fails: the gradient is wrong from the loss on, or in what lies between "
                  + named(last)
                  + " and the loss"
                  + told(between)
                  + alone
              : "All layers up to "
                  + named(last)
                  + " fail, and from "
                  + named(next)
                  + " on they are right: the gradient goes wrong on its way back between the two, in"
                  + " the input gradient of "
                  + named(next)
                  + " or before it"
                  + told(between)
                  + alone);
    }
    List<String> lines = new ArrayList<>();
    for (String layer : failing) {
      lines.add(
          "Layer "
              + named(layer)
              + " fails where layers before it are right or it is only one of its parameters: look"
              + " at the gradient rule for "
              + String.join(
                  ", ",
                  of(layer).stream()
                      .filter(check -> check.verdict() == Verdict.FAIL)
                      .map(ParameterCheck::name)
                      .toList())
              + " itself");
    }
    return lines;
  }

  /** True if no parameter of the layer passes. */
  private boolean isWhole(String layer) {
    return of(layer).stream().noneMatch(check -> check.verdict() == Verdict.PASS);
  }

  private static String named(String layer) {
    return layer.isEmpty() ? "the model's own parameters" : "'" + layer + "'";
  }

  private static String told(List<String> between) {
    return between.isEmpty() ? "" : "; between them: " + String.join(", ", between);
  }

  private String summary() {
    long looked = checks.stream().mapToLong(check -> check.elements().size()).sum();
    long kinks = checks.stream().mapToLong(ParameterCheck::kinks).sum();
    double worst =
        checks.stream()
            .mapToDouble(check -> check.relativeError() / check.bound())
            .filter(ratio -> !Double.isNaN(ratio))
            .max()
            .orElse(Double.NaN);
    return String.format(
        Locale.ROOT,
        "%d parameters: %d pass, %d fail, %d inconclusive; %d elements judged, %d at kinks, worst"
            + " error/bound %.3g",
        checks.size(),
        count(Verdict.PASS),
        count(Verdict.FAIL),
        count(Verdict.INCONCLUSIVE),
        looked - kinks,
        kinks,
        worst);
  }
}
