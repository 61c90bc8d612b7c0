package io.deltarule.parity.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.graph.Computation;
import io.deltarule.parity.Bounds;
import io.deltarule.parity.CaseChecks;
import io.deltarule.parity.OpCase;
import io.deltarule.parity.catalogue.OpCatalogue;
import io.deltarule.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A bound that nearly everything is within would judge nothing. */
@Tag("any-jdk")
class BoundWidthTest {
  /** A bound above this share of the largest result of an output is wide. */
  private static final double WIDE = 1e-2;

  /** Cases up to this many operations and bytes. */
  private static final long CHEAP = 200_000;

  /** The share of elements of a family that may have a wide bound. */
  private static final double MOST_WIDE = 0.01;

  private static final double SMALLEST = 0x1p-126;

  private static final class Count {
    private long elements;
    private long wide;
    private double widest;
    private String widestCase = "";
  }

  private final List<String> infinite = new ArrayList<>();

  @Test
  void fewBoundsAreWideAndNoneIsInfinite() {
    Map<String, Count> families = new TreeMap<>();
    for (OpCase opCase : OpCatalogue.all()) {
      if (opCase.flops() + opCase.bytes() < CHEAP) {
        Count count = families.computeIfAbsent(opCase.family(), name -> new Count());
        measure(opCase, count);
        if (!opCase.differentiable().isEmpty()) {
          measure(opCase.gradient(), count);
        }
      }
    }
    families.forEach(BoundWidthTest::print);
    assertThat(infinite).isEmpty();
    families.forEach(
        (family, count) ->
            assertThat((double) count.wide / count.elements)
                .as(family)
                .isLessThanOrEqualTo(MOST_WIDE));
  }

  private static void print(String family, Count count) {
    System.out.printf(
        Locale.ROOT,
        "%-16s %7d elements, %5d with a bound above %.0e of the largest; widest %.1e, %s%n",
        family,
        count.elements,
        count.wide,
        WIDE,
        count.widest,
        count.widestCase);
  }

  private void measure(OpCase opCase, Count count) {
    Computation computation = opCase.computation();
    Map<String, Tensor> inputs = Runs.live(computation, opCase.values(CaseChecks.SEED));
    Bounds bounds = Bounds.of(computation, inputs);
    bounds
        .exact()
        .forEach(
            (name, exact) -> {
              // What cancels to 0 everywhere is judged by the scale of what cancels.
              double own = scale(exact);
              double scale = own > SMALLEST ? own : scale(inputs);
              for (int i = 0; i < exact.size(); i++) {
                double bound = bounds.allowed(name, i);
                if (!(bound < Double.POSITIVE_INFINITY)) {
                  infinite.add(opCase + ": " + name + " element " + i);
                }
                add(opCase, bound == 0 ? 0 : bound / scale, count);
              }
            });
  }

  private static void add(OpCase opCase, double width, Count count) {
    count.elements++;
    count.wide += width <= WIDE ? 0 : 1;
    if (width > count.widest) {
      count.widest = width;
      count.widestCase = opCase.name();
    }
  }

  private static double scale(Map<String, Tensor> inputs) {
    return inputs.values().stream().mapToDouble(BoundWidthTest::scale).max().orElse(SMALLEST);
  }

  /** The largest finite magnitude, or the smallest normal number if there is none. */
  private static double scale(Tensor tensor) {
    double scale = SMALLEST;
    for (int i = 0; i < tensor.size(); i++) {
      double magnitude = Math.abs(tensor.get(i));
      if (magnitude > scale && magnitude < Double.POSITIVE_INFINITY) {
        scale = magnitude;
      }
    }
    return scale;
  }
}
