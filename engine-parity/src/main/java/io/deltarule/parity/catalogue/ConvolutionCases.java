package io.deltarule.parity.catalogue;

import io.deltarule.op.ConvolutionInputGradient;
import io.deltarule.op.ConvolutionWeightGradient;
import io.deltarule.op.Window;
import io.deltarule.parity.Domain;
import io.deltarule.parity.OpCase;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Convolutions over one to three axes, and their gradients as operations of their own. The gradient
 * of a convolution and the gradient of that hold all three of them.
 */
final class ConvolutionCases {
  private static final Domain ELEMENTS = Domain.uniform(-1, 1);

  private ConvolutionCases() {}

  static List<OpCase> all() {
    List<OpCase> cases = new ArrayList<>();
    windows(cases);
    channels(cases);
    groups(cases);
    blocks(cases);
    parallel(cases);
    empty(cases);
    for (int[] spatial : new int[][] {{9}, {6, 7}, {4, 5, 6}}) {
      adjoints(cases, spatial);
    }
    return cases;
  }

  /** Strides, padding and dilation, alike and different along the axes. */
  private static void windows(List<OpCase> cases) {
    for (int kernel : new int[] {1, 2, 3, 7}) {
      add(cases, 2, 3, 4, 1, of(7), of(kernel), Window.ofAxes(1));
    }
    Window line = Window.ofAxes(1);
    add(cases, 2, 2, 3, 1, of(17), of(3), line.withStrides(List.of(2)));
    add(cases, 2, 2, 3, 1, of(17), of(2), line.withStrides(List.of(3)));
    add(cases, 2, 2, 3, 1, of(11), of(3), line.withPadding(List.of(2), List.of(0)));
    add(cases, 2, 2, 3, 1, of(3), of(2), line.withPadding(List.of(4), List.of(3)));
    add(cases, 2, 2, 3, 1, of(40), of(5), line.withDilations(List.of(3)));
    add(cases, 1, 2, 3, 1, of(33), of(3), window(of(4), of(2), of(1), of(2)));

    Window plane = Window.ofAxes(2);
    add(cases, 2, 3, 4, 1, of(5, 6), of(3, 3), plane);
    add(cases, 2, 3, 4, 1, of(5, 6), of(1, 1), plane);
    add(cases, 2, 3, 4, 1, of(5, 6), of(5, 6), plane);
    add(cases, 2, 3, 4, 1, of(5, 7), of(3, 1), plane.withPadding(List.of(1, 0), List.of(1, 0)));
    add(cases, 2, 3, 4, 1, of(5, 7), of(1, 4), plane.withStrides(List.of(2, 1)));
    add(cases, 3, 2, 5, 1, of(7, 9), of(3, 3), window(of(2, 2), of(1, 1), of(1, 1), of(1, 1)));
    add(cases, 3, 2, 5, 1, of(8, 8), of(1, 1), plane.withStrides(List.of(2, 2)));
    add(cases, 2, 2, 3, 1, of(9, 11), of(3, 2), window(of(1, 2), of(2, 0), of(1, 3), of(2, 3)));
    add(cases, 2, 2, 3, 1, of(9, 11), of(2, 3), window(of(3, 2), of(0, 2), of(4, 1), of(1, 2)));
    add(cases, 1, 2, 3, 1, of(1, 1), of(3, 3), plane.withPadding(List.of(1, 1), List.of(1, 1)));
    add(cases, 1, 1, 1, 1, of(28, 28), of(5, 5), plane.withPadding(List.of(2, 2), List.of(2, 2)));
    add(cases, 0, 2, 3, 1, of(5, 5), of(3, 3), plane);

    Window space = Window.ofAxes(3);
    add(cases, 2, 2, 3, 1, of(4, 5, 6), of(2, 3, 2), space);
    add(cases, 2, 2, 3, 1, of(3, 4, 5), of(1, 1, 1), space);
    add(
        cases,
        1,
        2,
        3,
        1,
        of(5, 6, 7),
        of(3, 2, 3),
        window(of(2, 1, 3), of(1, 0, 2), of(0, 2, 1), of(1, 2, 1)));
  }

  /** Channels around the lanes of every vector, and outputs around them. */
  private static void channels(List<OpCase> cases) {
    for (int channels : new int[] {1, 7, 8, 9, 13, 15, 16, 17, 31, 33}) {
      add(cases, 1, channels, 3, 1, of(4, 5), of(2, 2), Window.ofAxes(2));
      add(cases, 1, 2, channels, 1, of(4, 5), of(2, 2), Window.ofAxes(2));
      add(cases, 1, 2, 3, 1, of(channels), of(1), Window.ofAxes(1));
    }
  }

  private static void groups(List<OpCase> cases) {
    Window padded = window(of(1, 1), of(1, 1), of(1, 1), of(1, 1));
    Window strided = window(of(2, 2), of(1, 0), of(1, 1), of(1, 2));
    add(cases, 2, 4, 6, 2, of(5, 6), of(3, 3), padded);
    add(cases, 2, 4, 6, 2, of(7, 6), of(3, 2), strided);
    add(cases, 2, 9, 3, 3, of(5, 4), of(2, 3), Window.ofAxes(2));
    // Depthwise, with one and with several outputs a channel.
    add(cases, 2, 5, 5, 5, of(6, 7), of(3, 3), padded);
    add(cases, 2, 5, 5, 5, of(7, 8), of(3, 3), strided);
    add(cases, 1, 17, 34, 17, of(5, 5), of(3, 3), padded);
    add(cases, 2, 6, 6, 6, of(19), of(5), Window.ofAxes(1).withDilations(List.of(2)));
    add(cases, 1, 4, 4, 4, of(3, 4, 5), of(2, 2, 3), Window.ofAxes(3));
  }

  /** Sizes on both sides of the blocks in which the CPU and CUDA backends go through sums. */
  private static void blocks(List<OpCase> cases) {
    Window padded = window(of(1, 1), of(1, 1), of(1, 1), of(1, 1));
    add(cases, 1, 29, 14, 1, of(5, 5), of(3, 3), padded);
    add(cases, 1, 3, 2, 1, of(33, 32), of(3, 3), padded);
    add(cases, 3, 2, 4, 1, of(19, 18), of(2, 2), Window.ofAxes(2));
    add(cases, 7, 5, 67, 1, of(3, 3), of(2, 2), Window.ofAxes(2));
    add(cases, 2, 3, 2, 1, of(600), of(4), Window.ofAxes(1).withStrides(List.of(2)));
    add(cases, 65, 1, 9, 1, of(4, 4), of(3, 3), Window.ofAxes(2));
    add(cases, 1, 300, 3, 1, of(2, 3), of(1, 1), Window.ofAxes(2));
    add(cases, 1, 3, 300, 1, of(2, 3), of(1, 1), Window.ofAxes(2));
  }

  /** Enough work for the CPU's threads to share, and sums over positions in several stretches. */
  private static void parallel(List<OpCase> cases) {
    Window padded = window(of(1, 1), of(1, 1), of(1, 1), of(1, 1));
    add(cases, 2, 8, 14, 1, of(13, 15), of(3, 3), Window.ofAxes(2));
    add(cases, 2, 8, 12, 2, of(18, 18), of(3, 3), padded);
    add(cases, 2, 6, 16, 1, of(23, 25), of(3, 3), window(of(2, 2), of(1, 1), of(1, 1), of(1, 1)));
    add(cases, 4, 2, 4, 1, of(43, 27), of(3, 3), Window.ofAxes(2));
    // Patches of two blocks of 256, and one more.
    add(cases, 1, 57, 3, 1, of(6, 6), of(3, 3), Window.ofAxes(2));
  }

  /** No channels to sum over, and an axis of padding alone: zeros. */
  private static void empty(List<OpCase> cases) {
    Window padded = window(of(1, 1), of(1, 1), of(1, 1), of(1, 1));
    add(cases, 2, 0, 3, 1, of(4, 5), of(3, 3), padded);
    add(cases, 2, 3, 2, 1, of(0, 4), of(2, 3), padded);
  }

  private static void adjoints(List<OpCase> cases, int... spatial) {
    int axes = spatial.length;
    int[] kernel = {3, 2, 3};
    int[] strides = {2, 1, 2};
    int[] high = {1, 2, 0};
    Window window =
        window(
            Arrays.copyOf(strides, axes),
            Arrays.copyOf(of(1, 0, 1), axes),
            Arrays.copyOf(high, axes),
            Arrays.copyOf(of(1, 2, 1), axes));
    Shape in = Shape.of(spatial);
    Shape taps = Shape.of(Arrays.copyOf(kernel, axes));
    Shape out = window.outputs(in, taps);
    for (int groups : new int[] {1, 2}) {
      cases.add(
          OpCase.named(title("input gradient", in, taps, groups, window))
              .operation("convolutionInputGradient")
              .input("dy", ELEMENTS, Shape.of(2, 6).append(out).dims())
              .input("w", ELEMENTS, Shape.of(6, 4 / groups).append(taps).dims())
              .computes(
                  x ->
                      x.get("dy")
                          .graph()
                          .apply(
                              new ConvolutionInputGradient(window, groups, list(spatial)),
                              x.get("dy"),
                              x.get("w"))));
      cases.add(
          OpCase.named(title("weight gradient", in, taps, groups, window))
              .operation("convolutionWeightGradient")
              .input("x", ELEMENTS, Shape.of(2, 4).append(in).dims())
              .input("dy", ELEMENTS, Shape.of(2, 6).append(out).dims())
              .computes(
                  x ->
                      x.get("x")
                          .graph()
                          .apply(
                              new ConvolutionWeightGradient(window, groups, list(taps.dims())),
                              x.get("x"),
                              x.get("dy"))));
    }
  }

  private static void add(
      List<OpCase> cases, int n, int c, int k, int groups, int[] in, int[] taps, Window window) {
    Shape x = Shape.of(n, c).append(Shape.of(in));
    Shape w = Shape.of(k, c / groups).append(Shape.of(taps));
    cases.add(
        OpCase.named(title("convolution", x, w, groups, window))
            .operation("convolution")
            .input("x", ELEMENTS, x.dims())
            .input("w", ELEMENTS, w.dims())
            .computes(v -> v.get("x").convolution(v.get("w"), window, groups)));
  }

  private static String title(String what, Shape x, Shape w, int groups, Window window) {
    return what
        + " of "
        + x
        + " with "
        + w
        + (groups == 1 ? "" : " in " + groups + " groups")
        + (window.equals(Window.ofAxes(window.axes())) ? "" : ", " + window);
  }

  static Window window(int[] strides, int[] low, int[] high, int[] dilations) {
    return new Window(list(strides), list(low), list(high), list(dilations));
  }

  private static List<Integer> list(int... numbers) {
    return Arrays.stream(numbers).boxed().toList();
  }

  private static int[] of(int... numbers) {
    return numbers;
  }
}
