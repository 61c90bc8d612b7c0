package io.deltarule.parity.compile;

import io.deltarule.expr.Expr;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Graph;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.op.Broadcast;
import io.deltarule.op.Concat;
import io.deltarule.op.Pointwise;
import io.deltarule.op.Reduce;
import io.deltarule.op.Reshape;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Computations put together by chance from a few shapes, so that much can be fused and much can't.
 * All values stay between -1 and 1.
 */
final class RandomGraphs {
  private static final List<Shape> SHAPES =
      List.of(
          Shape.scalar(),
          Shape.of(1),
          Shape.of(6),
          Shape.of(6, 1),
          Shape.of(1, 6),
          Shape.of(6, 6),
          Shape.of(2, 3, 6),
          Shape.of(36),
          Shape.of(2, 1, 6),
          Shape.of(0, 6),
          Shape.of(3, 12));

  private final SplittableRandom random;
  private final Graph graph = new Graph();
  private final List<Value> values = new ArrayList<>();

  private RandomGraphs(long seed) {
    random = new SplittableRandom(seed);
  }

  /** A computation of a number of operations over the inputs of {@link #inputs}. */
  static Computation computation(long seed, int operations) {
    return new RandomGraphs(seed).build(operations);
  }

  /** Values of the inputs x0, x1, ... */
  static Map<String, Tensor> inputs(long seed) {
    SplittableRandom random = new SplittableRandom(~seed);
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (int i = 0; i < SHAPES.size(); i++) {
      float[] elements = new float[(int) SHAPES.get(i).elementCount()];
      for (int j = 0; j < elements.length; j++) {
        elements[j] = (float) random.nextDouble(-1, 1);
      }
      inputs.put("x" + i, Tensor.of(SHAPES.get(i), elements));
    }
    return inputs;
  }

  private Computation build(int operations) {
    for (Shape shape : SHAPES) {
      values.add(graph.placeholder("x" + values.size(), TensorType.float32(shape.dims())));
    }
    values.add(graph.constant(0.5));
    values.add(graph.full(Shape.of(6, 6), 1));
    while (values.size() < SHAPES.size() + operations) {
      Value value = operation(pick());
      if (value != null) {
        values.add(value);
      }
    }
    Map<String, Value> outputs = new LinkedHashMap<>();
    for (int i = 0; i < 4; i++) {
      outputs.put("y" + i, i == 0 ? values.get(values.size() - 1) : pick());
    }
    return Computation.of(outputs);
  }

  private Value pick() {
    // Recent values more often, for depth.
    int back = random.nextInt(random.nextInt(3) == 0 ? values.size() : Math.min(5, values.size()));
    return values.get(values.size() - 1 - back);
  }

  private Value operation(Value x) {
    Shape shape = x.shape();
    return switch (random.nextInt(9)) {
      case 0 -> x.pointwise(Expr.input(0).tanh());
      case 1, 2, 3 -> binary(x, pick());
      case 4 -> pair(x);
      case 5 -> reshape(x);
      case 6 -> product(x, pick());
      case 7 -> shape.rank() < 2 ? null : layout(x);
      default -> mean(x);
    };
  }

  private Value product(Value x, Value y) {
    if (!x.shape().equals(Shape.of(6, 6)) || !y.shape().equals(x.shape())) {
      return null;
    }
    return x.matmul(y, random.nextBoolean(), random.nextBoolean()).mul(0.16);
  }

  private Value mean(Value x) {
    if (x.shape().rank() == 0 || x.shape().elementCount() == 0) {
      return null;
    }
    return x.reduce(Reduce.Kind.MEAN, random.nextBoolean(), random.nextInt(x.shape().rank()));
  }

  private Value binary(Value x, Value y) {
    try {
      Shape common = Shape.broadcast(x.shape(), y.shape());
      return common.elementCount() > 100
          ? null
          : x.pointwise(Expr.input(0).times(Expr.constant(0.6).minus(Expr.input(1).times(0.4))), y);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private Value pair(Value x) {
    Pointwise op = new Pointwise(List.of(Expr.input(0).abs(), Expr.input(0).times(0.8).plus(0.1)));
    return graph.apply(op, List.of(x)).output(random.nextInt(2));
  }

  private Value reshape(Value x) {
    Shape target = SHAPES.get(random.nextInt(SHAPES.size()));
    if (target.elementCount() == x.shape().elementCount()) {
      return graph.apply(new Reshape(target), x);
    }
    return x.shape().broadcastsTo(target) ? graph.apply(new Broadcast(target), x) : null;
  }

  private Value layout(Value x) {
    int[] permutation = new int[x.shape().rank()];
    for (int axis = 0; axis < permutation.length; axis++) {
      permutation[axis] = permutation.length - 1 - axis;
    }
    if (random.nextBoolean()) {
      return x.transpose(permutation);
    }
    int rows = x.shape().dim(0);
    return Concat.of(0, List.of(x.slice(0, rows / 2, rows), x.slice(0, 0, rows / 2)));
  }
}
