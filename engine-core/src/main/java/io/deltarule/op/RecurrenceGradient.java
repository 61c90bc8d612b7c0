package io.deltarule.op;

import io.deltarule.graph.Node;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The adjoint of {@link Recurrence} with respect to its projected input and initial states
 * (back-propagation through time; Werbos 1990). The gradients of weights and bias are products of
 * its results over all steps, and composed.
 *
 * <p>Inputs: the gradients of all h [T, B, H] and of each final state [B, H], the recurrent weights
 * [G H, H], the recurrence's h of every step, the gates and inner numbers that it saved, if its
 * cell saves something, its initial states, and its lengths, if it has some. Outputs: the gradient
 * of the projected input [T, B, G H]; for the GRU, of whose last gate the two differ, the gradient
 * of the product of state and weights, of the same shape; the gradients of the initial states. The
 * first may lie where the saved gates lie. At steps that a row does not take, the former are 0.
 *
 * @param cell what a step computes
 * @param reverse whether the recurrence runs backwards in time
 */
public record RecurrenceGradient(RecurrentCell cell, boolean reverse) implements Op {
  @Override
  public String name() {
    return new Recurrence(cell, reverse).name() + "_gradient";
  }

  /** Where the weights stand among the inputs; h follows. */
  public int weight() {
    return 1 + cell.states();
  }

  /** Where the saved gates stand among the inputs, or h, if the cell needs that. */
  public int saved() {
    return weight() + (cell.saves() ? 2 : 1);
  }

  /** Where the inner numbers stand among the inputs, if the cell saves some. */
  public int inner() {
    return saved() + 1;
  }

  /** Where the initial states begin among the inputs. */
  public int initial() {
    return saved() + (cell.saves() ? 2 : 1);
  }

  /** Where lengths stand among the inputs, if there are some. */
  public int lengths() {
    return initial() + cell.states();
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    if (inputs.size() != lengths() + 1) {
      Op.requireInputs(inputs, lengths());
    }
    TensorType dy = Op.requireFloat(inputs.get(0));
    Shape weight = Op.requireFloat(inputs.get(weight())).shape();
    Shape y = dy.shape();
    if (y.rank() != 3
        || !weight.equals(Shape.of(Math.multiplyExact(cell.gates(), y.dim(2)), y.dim(2)))
        || !inputs.get(weight() + 1).shape().equals(y)) {
      throw new IllegalArgumentException(
          "the gradient of h "
              + y
              + " must have the shape [T, B, H] of h, and the weights "
              + weight
              + " must be ["
              + cell.gates()
              + " H, H]; give what the recurrence had");
    }
    Shape gates = y.with(2, weight.dim(0));
    Shape state = y.slice(1, 3);
    Recurrence forward = new Recurrence(cell, reverse);
    Op.requireFloat(inputs.get(weight() + 1));
    for (int s = 0; s < cell.states(); s++) {
      forward.require(Op.requireFloat(inputs.get(1 + s)), state, "the gradient of a final state");
      forward.require(Op.requireFloat(inputs.get(initial() + s)), state, "an initial state");
    }
    if (cell.saves()) {
      forward.require(Op.requireFloat(inputs.get(saved())), gates, "the saved gates");
      forward.require(Op.requireFloat(inputs.get(inner())), y, "the inner numbers");
    }
    if (inputs.size() > lengths()) {
      TensorType lengths = Op.requireInt(inputs.get(lengths()), "lengths");
      forward.require(lengths, Shape.of(y.dim(1)), "lengths");
    }
    List<TensorType> outputs = new ArrayList<>();
    outputs.add(dy.withShape(gates));
    if (cell.hasProductBias()) {
      outputs.add(dy.withShape(gates));
    }
    outputs.addAll(Collections.nCopies(cell.states(), dy.withShape(state)));
    return outputs;
  }

  /** A step's gradient may take the place of what that step has saved. */
  @Override
  public boolean mayOverwrite(int input, int output) {
    return input == saved() && output == 0;
  }

  /**
   * Not there.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public List<Value> gradient(Node node, List<Value> upstream) {
    throw new UnsupportedOperationException(
        node.describe()
            + ": the gradient of a recurrence can't be differentiated again; for second derivatives"
            + " build the steps from matmul and pointwise operations");
  }

  @Override
  public long flops(List<TensorType> inputs, List<TensorType> outputs) {
    return Recurrence.flops(outputs.get(0).shape(), inputs.get(weight()).shape());
  }
}
