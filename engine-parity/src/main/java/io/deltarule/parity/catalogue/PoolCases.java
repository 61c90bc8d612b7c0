package io.deltarule.parity.catalogue;

import static io.deltarule.parity.catalogue.ConvolutionCases.window;

import io.deltarule.graph.Value;
import io.deltarule.op.AveragePoolGradient;
import io.deltarule.op.MaxPool;
import io.deltarule.op.MaxPoolGradient;
import io.deltarule.op.MaxPoolSelect;
import io.deltarule.op.Window;
import io.deltarule.parity.Domain;
import io.deltarule.parity.OpCase;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Maxima and means of windows over one to three axes, and their gradients as operations. */
final class PoolCases {
  private static final Domain ELEMENTS = Domain.uniform(-2, 2);

  /** No two elements are so near that a step of finite differences exchanges them. */
  private static final Domain DISTINCT = Domain.distinct(0.02);

  private PoolCases() {}

  static List<OpCase> all() {
    List<OpCase> cases = new ArrayList<>();
    line(cases);
    plane(cases);
    space(cases);
    // Equal elements: the first is the maximum. NaN is largest; padding is never taken.
    Window two = window(of(2), of(0), of(0), of(1));
    max(cases, "ties in ", Domain.values(1, 1, 3, 3, 2, 2, 2), false, of(2, 3, 14), two, 2);
    Window overlapping = window(of(1), of(1), of(1), of(1));
    Domain special = Domain.values(1, Double.NaN, -3, Double.NEGATIVE_INFINITY, 2, 7, 0, -0.0);
    max(cases, "special values in ", special, false, of(1, 3, 16), overlapping, 3);
    // No tap of the only window is within the input.
    Window around = window(of(1), of(1), of(1), of(2));
    max(cases, "", DISTINCT, false, of(1, 2, 1), around, 2);
    places(cases, DISTINCT, of(1, 2, 1), around, 2);
    return cases;
  }

  private static void line(List<OpCase> cases) {
    for (int size : new int[] {2, 3, 15, 16, 17, 33}) {
      both(cases, of(2, 3, size), window(of(2), of(0), of(0), of(1)), 2);
    }
    both(cases, of(1, 2, 13), Window.ofAxes(1), 3);
    both(cases, of(1, 2, 13), window(of(3), of(1), of(0), of(1)), 3);
    both(cases, of(1, 2, 13), window(of(3), of(0), of(1), of(1)), 2);
    both(cases, of(1, 2, 13), window(of(2), of(1), of(1), of(3)), 3);
    both(cases, of(3, 1, 5), Window.ofAxes(1), 5);
    both(cases, of(3, 2, 5), Window.ofAxes(1), 1);
    both(cases, of(0, 2, 5), Window.ofAxes(1), 2);
    both(cases, of(3, 10, 11), Window.ofAxes(1), 1);
    both(cases, of(40, 13, 12), window(of(2), of(0), of(0), of(1)), 2);
    // More planes than the CPU's parts hold.
    both(cases, of(40, 13, 40), window(of(2), of(0), of(0), of(1)), 2);
    // Padding alone.
    both(cases, of(2, 3, 0), window(of(1), of(1), of(1), of(1)), 2);
  }

  private static void plane(List<OpCase> cases) {
    both(cases, of(2, 3, 6, 8), window(of(2, 2), of(0, 0), of(0, 0), of(1, 1)), 2, 2);
    both(cases, of(2, 3, 7, 9), window(of(2, 2), of(0, 0), of(0, 0), of(1, 1)), 2, 2);
    both(cases, of(2, 2, 7, 7), window(of(2, 2), of(1, 1), of(1, 1), of(1, 1)), 3, 3);
    both(cases, of(1, 2, 5, 9), window(of(1, 3), of(1, 0), of(0, 2), of(2, 1)), 3, 4);
    both(cases, of(1, 2, 5, 6), Window.ofAxes(2), 5, 6);
    both(cases, of(1, 2, 4, 35), window(of(2, 1), of(0, 1), of(0, 1), of(1, 1)), 2, 3);
  }

  private static void space(List<OpCase> cases) {
    Window halves = window(of(2, 2, 2), of(0, 0, 0), of(0, 0, 0), of(1, 1, 1));
    both(cases, of(2, 2, 4, 5, 6), halves, 2, 2, 2);
    Window uneven = window(of(1, 2, 3), of(1, 0, 1), of(1, 1, 0), of(1, 2, 1));
    both(cases, of(1, 2, 3, 5, 7), uneven, 3, 2, 2);
  }

  private static void both(List<OpCase> cases, int[] x, Window window, int... kernel) {
    max(cases, "", DISTINCT, true, x, window, kernel);
    places(cases, DISTINCT, x, window, kernel);
    for (boolean countsPadding : new boolean[] {true, false}) {
      boolean isPadded =
          !window.low().equals(Window.ofAxes(window.axes()).low())
              || !window.high().equals(Window.ofAxes(window.axes()).high());
      if (countsPadding || isPadded) {
        average(cases, countsPadding, x, window, kernel);
      }
    }
  }

  private static void max(
      List<OpCase> cases,
      String kind,
      Domain domain,
      boolean differentiable,
      int[] x,
      Window window,
      int... kernel) {
    OpCase.Builder builder =
        OpCase.named("max-pool of " + kind + title(x, window, kernel)).operation("maxPool");
    if (differentiable) {
      builder.input("x", domain, x);
    } else {
      builder.constant("x", domain, x);
    }
    cases.add(
        builder.computesAll(
            in ->
                in.get("x")
                    .graph()
                    .apply(new MaxPool(list(kernel), window), List.of(in.get("x")))
                    .outputs()));
  }

  private static void average(
      List<OpCase> cases, boolean countsPadding, int[] x, Window window, int... kernel) {
    String title = title(x, window, kernel) + (countsPadding ? "" : ", padding not counted");
    cases.add(
        OpCase.named("average-pool of " + title)
            .operation("averagePool")
            .input("x", ELEMENTS, x)
            .computes(in -> in.get("x").averagePool(list(kernel), window, countsPadding)));
    Shape spatial = Shape.of(x).slice(2, x.length);
    Shape y = Shape.of(x).slice(0, 2).append(window.outputs(spatial, Shape.of(kernel)));
    cases.add(
        OpCase.named("average-pool gradient of " + title)
            .operation("averagePoolGradient")
            .input("dy", ELEMENTS, y.dims())
            .computes(
                in ->
                    in.get("dy")
                        .graph()
                        .apply(
                            new AveragePoolGradient(
                                list(kernel), window, countsPadding, list(spatial.dims())),
                            in.get("dy"))));
  }

  /** Values to and from the places of the maxima of another tensor. */
  private static void places(
      List<OpCase> cases, Domain domain, int[] x, Window window, int... kernel) {
    Shape spatial = Shape.of(x).slice(2, x.length);
    Shape y = Shape.of(x).slice(0, 2).append(window.outputs(spatial, Shape.of(kernel)));
    cases.add(
        OpCase.named("max-pool gradient of " + title(x, window, kernel))
            .operation("maxPoolGradient")
            .constant("x", domain, x)
            .input("dy", ELEMENTS, y.dims())
            .computes(
                in ->
                    in.get("x")
                        .graph()
                        .apply(
                            new MaxPoolGradient(list(kernel), window, list(spatial.dims())),
                            in.get("dy"),
                            found(in.get("x"), window, kernel))));
    cases.add(
        OpCase.named("max-pool selection of " + title(x, window, kernel))
            .operation("maxPoolSelect")
            .constant("x", domain, x)
            .input("z", ELEMENTS, x)
            .computes(
                in ->
                    in.get("x")
                        .graph()
                        .apply(
                            new MaxPoolSelect(list(kernel), window),
                            in.get("z"),
                            found(in.get("x"), window, kernel))));
  }

  private static Value found(Value x, Window window, int... kernel) {
    return x.graph().apply(new MaxPool(list(kernel), window), List.of(x)).output(1);
  }

  private static String title(int[] x, Window window, int... kernel) {
    return Arrays.toString(x) + " by " + Arrays.toString(kernel) + ", " + window;
  }

  private static List<Integer> list(int... numbers) {
    return Arrays.stream(numbers).boxed().toList();
  }

  private static int[] of(int... numbers) {
    return numbers;
  }
}
