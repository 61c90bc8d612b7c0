package io.deltarule.op;

import io.deltarule.graph.Node;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Tensor;
import java.util.List;

/**
 * A tensor fixed at construction.
 *
 * @param value the data; FLOAT64 data rounds to the precision that the backend computes in
 */
public record Constant(Tensor value) implements Op {
  @Override
  public String name() {
    return "constant";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Op.requireInputs(inputs, 0);
    DType dtype = value.dtype().isFloating() ? DType.FLOAT32 : DType.INT32;
    return List.of(new TensorType(dtype, value.shape()));
  }

  @Override
  public List<Value> gradient(Node node, List<Value> upstream) {
    return List.of();
  }
}
