package io.deltarule.op;

import io.deltarule.graph.Node;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * Counter-based random numbers (Philox 4x32-10; {@code io.deltarule.random.Philox} states the exact
 * convention). Inputs: an INT32 seed [2] (low and high word of the key) and an INT32 step [].
 * Element i depends on seed, step, stream and i alone, so every backend and every thread count
 * draws the same.
 *
 * @param stream tells the draws of one step apart
 */
public record RandomFill(Distribution distribution, Shape shape, int stream) implements Op {
  /** What is drawn. */
  public enum Distribution {
    /** Uniform on [0, 1). */
    UNIFORM,
    /** Normal with mean 0 and variance 1. */
    NORMAL
  }

  @Override
  public String name() {
    return "random_" + distribution.name().toLowerCase(java.util.Locale.ROOT);
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Op.requireInputs(inputs, 2);
    if (!inputs.equals(List.of(TensorType.int32(2), TensorType.int32()))) {
      throw new IllegalArgumentException(
          "inputs must be a seed INT32[2] and a step INT32[], got " + inputs);
    }
    return List.of(new TensorType(DType.FLOAT32, shape));
  }

  @Override
  public List<Value> gradient(Node node, List<Value> upstream) {
    return Arrays.asList(null, null);
  }
}
