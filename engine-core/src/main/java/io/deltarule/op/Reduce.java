package io.deltarule.op;

import io.deltarule.expr.Expr;
import io.deltarule.graph.Node;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * A sum, sum of squares, mean, maximum or minimum over some axes.
 *
 * <p>A sum over no elements is 0, of squares too; a mean, maximum or minimum over none is refused.
 * NaN propagates.
 *
 * @param axes the axes that are reduced, ascending
 * @param keepDims whether they stay as size 1 or disappear
 */
public record Reduce(Kind kind, List<Integer> axes, boolean keepDims) implements Op {
  /** What is computed. */
  public enum Kind {
    SUM,
    /** The squared L2 norm: the sum of {@code x * x}. */
    SUM_OF_SQUARES,
    MEAN,
    MAX,
    MIN
  }

  public Reduce {
    axes = List.copyOf(axes);
  }

  /**
   * A reduction of a tensor of some shape over axes (negative ones count from the end), all if
   * none.
   */
  public static Reduce over(Kind kind, Shape shape, boolean keepDims, int... axes) {
    TreeSet<Integer> normal = new TreeSet<>();
    for (int axis : axes) {
      if (!normal.add(shape.axis(axis))) {
        throw new IllegalArgumentException(
            "axis " + axis + " is given twice in " + Arrays.toString(axes));
      }
    }
    for (int axis = 0; axes.length == 0 && axis < shape.rank(); axis++) {
      normal.add(axis);
    }
    return new Reduce(kind, List.copyOf(normal), keepDims);
  }

  /** Sums a value over the axes along which {@code target} was broadcast to its shape. */
  public static Value sumTo(Value value, Shape target) {
    if (value.shape().equals(target)) {
      return value;
    }
    if (!target.broadcastsTo(value.shape())) {
      throw new IllegalArgumentException(
          "sumTo: " + target + " does not broadcast to " + value.shape());
    }
    int added = value.shape().rank() - target.rank();
    List<Integer> axes = new ArrayList<>();
    for (int axis = 0; axis < value.shape().rank(); axis++) {
      if (axis < added || (target.dim(axis - added) == 1 && value.shape().dim(axis) != 1)) {
        axes.add(axis);
      }
    }
    return value.graph().apply(new Reduce(Kind.SUM, axes, false), value).reshape(target);
  }

  @Override
  public String name() {
    return "reduce_" + kind.name().toLowerCase(java.util.Locale.ROOT);
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Op.requireInputs(inputs, 1);
    Shape shape = Op.requireFloat(inputs.get(0)).shape();
    for (int axis : axes) {
      shape.axis(axis);
    }
    boolean isSum = kind == Kind.SUM || kind == Kind.SUM_OF_SQUARES;
    if (!isSum && length(shape) == 0) {
      throw new IllegalArgumentException(
          kind + " of no elements is undefined: input " + shape + " over axes " + axes);
    }
    return List.of(inputs.get(0).withShape(keepDims ? kept(shape) : dropped(shape)));
  }

  /** The number of elements that go into one result. */
  public long length(Shape input) {
    long length = 1;
    for (int axis : axes) {
      length *= input.dim(axis);
    }
    return length;
  }

  private Shape kept(Shape input) {
    Shape shape = input;
    for (int axis : axes) {
      shape = shape.with(axis, 1);
    }
    return shape;
  }

  private Shape dropped(Shape input) {
    List<Integer> dims = new ArrayList<>();
    for (int axis = 0; axis < input.rank(); axis++) {
      if (!axes.contains(axis)) {
        dims.add(input.dim(axis));
      }
    }
    return Shape.of(dims);
  }

  /**
   * Sum: the upstream gradient, broadcast. Mean: that over the count. Sum of squares: the upstream
   * gradient times 2 x. Maximum and minimum: shared equally among the elements that attain it, as
   * PyTorch's {@code amax} does.
   */
  @Override
  public List<Value> gradient(Node node, List<Value> upstream) {
    Value x = node.input(0);
    Shape kept = kept(x.shape());
    Value dy = upstream.get(0).reshape(kept);
    return List.of(
        switch (kind) {
          case SUM -> dy.broadcastTo(x.shape());
          case SUM_OF_SQUARES -> x.mul(dy.mul(2));
          case MEAN -> dy.div((double) length(x.shape())).broadcastTo(x.shape());
          case MAX, MIN -> {
            Value y = node.output(0).reshape(kept);
            Expr attains = Expr.select(Expr.input(0).eq(Expr.input(1)), Expr.ONE, Expr.ZERO);
            Value mask = x.pointwise(attains, y);
            Value count = x.graph().apply(new Reduce(Kind.SUM, axes, true), mask);
            yield mask.mul(dy.div(count));
          }
        });
  }

  @Override
  public long flops(List<TensorType> inputs, List<TensorType> outputs) {
    long elements = inputs.get(0).shape().elementCount();
    return kind == Kind.SUM_OF_SQUARES ? 2 * elements : elements;
  }
}
