package io.deltarule.plan;

import io.deltarule.graph.TensorType;
import io.deltarule.op.Op;
import java.util.List;

/**
 * One kernel launch of a plan.
 *
 * @param op the operation; a {@link io.deltarule.op.Reshape} in a plan copies its input
 * @param scope the layer or phase that it belongs to, for messages; may be empty
 * @param inputs where the inputs lie
 * @param outputs where the outputs go. An output may lie exactly where an input of its type lies,
 *     if the operation {@linkplain Op#mayOverwrite allows} it; outputs overlap inputs in no other
 *     way.
 */
public record Step(Op op, String scope, List<Location> inputs, List<Location> outputs) {
  public Step {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /** Floating-point operations of one run. */
  public long flops() {
    return op.flops(inputTypes(), outputTypes());
  }

  /** The types of the inputs. */
  public List<TensorType> inputTypes() {
    return inputs.stream().map(Location::type).toList();
  }

  /** The types of the outputs. */
  public List<TensorType> outputTypes() {
    return outputs.stream().map(Location::type).toList();
  }

  /** Bytes that must be read and written at least, at the types' own sizes. */
  public long bytes() {
    long bytes = 0;
    for (Location input : inputs) {
      bytes += input.elementCount() * input.type().dtype().bytes();
    }
    for (Location output : outputs) {
      bytes += output.elementCount() * output.type().dtype().bytes();
    }
    return bytes;
  }

  /** Operation and scope for messages. */
  public String describe() {
    return scope.isEmpty() ? op.name() : op.name() + " in '" + scope + "'";
  }
}
