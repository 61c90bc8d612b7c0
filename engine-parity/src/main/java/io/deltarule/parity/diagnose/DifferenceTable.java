package io.deltarule.parity.diagnose;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The worst difference of every operation over all steps:
 *
 * <pre>{@code
 * op  operation  layer  shape    step  relative error  ulps  error/bound    drift
 *  0  matmul     0      [4, 32]     0        1.07e-07   1.4        0.062  3.1e-08
 * }</pre>
 */
public final class DifferenceTable {
  private static final List<String> HEADER =
      List.of(
          "op",
          "operation",
          "layer",
          "shape",
          "step",
          "relative error",
          "ulps",
          "error/bound",
          "drift");

  private static final Comparator<Difference> WORST_FIRST =
      Comparator.comparingDouble(Difference::ratio)
          .thenComparing(Difference::relativeError)
          .thenComparing(Difference::drift)
          .reversed()
          .thenComparing(Difference::index);

  private final Map<Integer, Difference> worst = new LinkedHashMap<>();
  private final Map<Integer, Double> drifts = new LinkedHashMap<>();
  private long comparisons;

  DifferenceTable() {}

  void add(Difference difference) {
    comparisons++;
    worst.merge(
        difference.index(), difference, (old, now) -> now.ratio() > old.ratio() ? now : old);
    drifts.merge(difference.index(), difference.drift(), Math::max);
  }

  /** The worst difference of each operation, the largest error over bound first. */
  public List<Difference> differences() {
    return worst.values().stream().sorted(WORST_FIRST).toList();
  }

  /** The largest error over bound; 0 if nothing was compared or all agree exactly. */
  public double worstRatio() {
    return worst.values().stream().mapToDouble(Difference::ratio).max().orElse(0);
  }

  /** The largest distance between the leader and a step that nobody mended. */
  public double worstDrift() {
    return drifts.values().stream().mapToDouble(d -> d).max().orElse(0);
  }

  /** How many times an operation was compared. */
  public long comparisons() {
    return comparisons;
  }

  /** The {@code most} worst as a table; every line ends with '\n'. */
  public String print(int most) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADER);
    differences().stream().limit(most).map(this::row).forEach(rows::add);
    return Columns.print(rows, List.of(0, 4, 5, 6, 7, 8));
  }

  private List<String> row(Difference difference) {
    double drift = drifts.get(difference.index());
    return List.of(
        Integer.toString(difference.index()),
        difference.operation(),
        difference.scope(),
        difference.type().shape().toString(),
        Integer.toString(difference.step()),
        number("%.1e", difference.relativeError()),
        number("%.1f", difference.ulps()),
        number("%.3g", difference.ratio()),
        number("%.1e", drift));
  }

  private static String number(String format, double value) {
    return value == 0 ? "0" : String.format(Locale.ROOT, format, value);
  }
}
