package io.deltarule.parity.reference;

import io.deltarule.backend.Operands;
import io.deltarule.op.AveragePool;
import io.deltarule.op.AveragePoolGradient;
import io.deltarule.op.MaxPool;
import io.deltarule.op.Window;
import io.deltarule.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/** Pooling, channel by channel: a plane [spatial...] of the input belongs to one of the output. */
final class PoolKernels {
  private PoolKernels() {}

  static void maxPool(MaxPool op, Operands operands) {
    Elements x = new Elements(operands.input(0));
    Elements y = new Elements(operands.output());
    Elements places = new Elements(operands.outputs().get(1));
    WindowWalk walk = walk(op.window(), x.shape(), op.kernel());
    for (int i = 0; i < y.size(); i++) {
      y.set(i, Double.NEGATIVE_INFINITY);
      places.set(i, -1);
    }
    for (int plane = 0; plane < planes(x.shape()); plane++) {
      int from = plane * walk.inputs();
      int to = plane * walk.outputs();
      walk.forEach(
          (o, r, i) -> {
            double value = x.get(from + i);
            double largest = y.get(to + o);
            boolean isFirst = places.get(to + o) < 0;
            boolean isLarger = value > largest || (Double.isNaN(value) && !Double.isNaN(largest));
            if (isFirst || isLarger) {
              y.set(to + o, value);
              places.set(to + o, i);
            }
          });
    }
  }

  /** {@code dx[n, c, place] += dy[n, c, o]} in ascending o. */
  static void maxPoolGradient(Operands operands, Rounding round) {
    Elements dy = new Elements(operands.input(0));
    Elements places = new Elements(operands.input(1));
    Elements dx = new Elements(operands.output());
    int inputs = planeSize(dx.shape());
    int outputs = planeSize(dy.shape());
    for (int i = 0; i < dx.size(); i++) {
      dx.set(i, 0);
    }
    for (int o = 0; o < dy.size(); o++) {
      int place = (int) places.get(o);
      if (place >= 0 && place < inputs) {
        int at = o / outputs * inputs + place;
        dx.set(at, round.applyAsDouble(dx.get(at) + dy.get(o)));
      }
    }
  }

  /** {@code y[n, c, o] = x[n, c, place]}. */
  static void maxPoolSelect(Operands operands) {
    Elements x = new Elements(operands.input(0));
    Elements places = new Elements(operands.input(1));
    Elements y = new Elements(operands.output());
    int inputs = planeSize(x.shape());
    int outputs = planeSize(y.shape());
    for (int o = 0; o < y.size(); o++) {
      int place = (int) places.get(o);
      boolean isInside = place >= 0 && place < inputs;
      y.set(o, isInside ? x.get((long) (o / outputs) * inputs + place) : 0);
    }
  }

  static void averagePool(AveragePool op, Operands operands, Rounding round) {
    Elements x = new Elements(operands.input(0));
    WindowWalk walk = walk(op.window(), x.shape(), op.kernel());
    int[] counts = counts(walk, op.countsPadding());
    double[] sums = new double[Math.toIntExact(operands.output().elementCount())];
    for (int plane = 0; plane < planes(x.shape()); plane++) {
      int from = plane * walk.inputs();
      int to = plane * walk.outputs();
      walk.forEach((o, r, i) -> sums[to + o] = round.applyAsDouble(sums[to + o] + x.get(from + i)));
    }
    Elements y = new Elements(operands.output());
    for (int i = 0; i < sums.length; i++) {
      y.set(i, round.applyAsDouble(sums[i] / Math.max(1, counts[i % walk.outputs()])));
    }
  }

  static void averagePoolGradient(AveragePoolGradient op, Operands operands, Rounding round) {
    Elements dy = new Elements(operands.input(0));
    Elements dx = new Elements(operands.output());
    WindowWalk walk = walk(op.window(), dx.shape(), op.kernel());
    int[] counts = counts(walk, op.countsPadding());
    for (int i = 0; i < dx.size(); i++) {
      dx.set(i, 0);
    }
    for (int plane = 0; plane < planes(dx.shape()); plane++) {
      int to = plane * walk.inputs();
      int from = plane * walk.outputs();
      walk.forEach(
          (o, r, i) -> {
            double share = round.applyAsDouble(dy.get(from + o) / counts[o]);
            dx.set(to + i, round.applyAsDouble(dx.get(to + i) + share));
          });
    }
  }

  /** How many elements each window's mean is over. */
  private static int[] counts(WindowWalk walk, boolean countsPadding) {
    int[] counts = new int[walk.outputs()];
    if (countsPadding) {
      Arrays.fill(counts, walk.taps());
    } else {
      walk.forEach((o, r, i) -> counts[o]++);
    }
    return counts;
  }

  private static WindowWalk walk(Window window, Shape x, List<Integer> kernel) {
    return new WindowWalk(window, x.slice(2, x.rank()), Shape.of(kernel));
  }

  private static int planes(Shape x) {
    return x.dim(0) * x.dim(1);
  }

  private static int planeSize(Shape shape) {
    return Math.toIntExact(shape.slice(2, shape.rank()).elementCount());
  }
}
