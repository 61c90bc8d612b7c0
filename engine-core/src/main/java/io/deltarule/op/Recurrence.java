package io.deltarule.op;

import io.deltarule.expr.Expr;
import io.deltarule.expr.ScalarType;
import io.deltarule.graph.Graph;
import io.deltarule.graph.Node;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * A recurrent cell over a whole sequence: for each step t in order, {@code h_t = cell(x_t, h_{t-1}
 * W^T, h_{t-1})}, from the projected input x, which is one matrix product over all steps.
 *
 * <p>Inputs: x [T, B, G H], the recurrent weights W [G H, H], the initial states (h [B, H]; for the
 * LSTM also c [B, H]), for the GRU the bias [H] of the last gate's product, and if lengths vary,
 * INT32 lengths [B]. Time comes first, so that the rows of a step lie together. Outputs: the h of
 * every step [T, B, H], the final states [B, H] each, and where the cell saves something for its
 * gradient, the values of the gates [T, B, G H], which may lie where x lies, and the inner numbers
 * [T, B, H].
 *
 * <p>Row b takes the steps {@code t < lengths[b]}: at the others its state stays and its outputs
 * are 0, as with PyTorch's packed sequences. A length may be 0 or less (no step) or more than T
 * (all steps). In reverse the steps go from T - 1 to 0, so that row b begins at its own last one.
 *
 * <p>It has a gradient ({@link RecurrenceGradient}), but no second derivative.
 *
 * @param cell what a step computes
 * @param reverse whether time runs backwards
 */
public record Recurrence(RecurrentCell cell, boolean reverse) implements Op {
  @Override
  public String name() {
    return (reverse ? "reverse_" : "") + cell.name().toLowerCase(java.util.Locale.ROOT);
  }

  /** The number of inputs if all rows are as long. */
  int fixedInputs() {
    return 2 + cell.states() + (cell.hasProductBias() ? 1 : 0);
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    int fixed = fixedInputs();
    if (inputs.size() != fixed + 1) {
      Op.requireInputs(inputs, fixed);
    }
    TensorType x = Op.requireFloat(inputs.get(0));
    Shape weight = Op.requireFloat(inputs.get(1)).shape();
    int gates = cell.gates();
    if (x.shape().rank() != 3
        || weight.rank() != 2
        || weight.dim(0) != (long) gates * weight.dim(1)
        || x.shape().dim(2) != weight.dim(0)) {
      throw new IllegalArgumentException(
          cell
              + " needs projected inputs [T, B, "
              + gates
              + " H] and recurrent weights ["
              + gates
              + " H, H], got "
              + x.shape()
              + " and "
              + weight
              + "; project the input to "
              + gates
              + " gates of the hidden size");
    }
    int batch = x.shape().dim(1);
    int hidden = weight.dim(1);
    for (int i = 0; i < cell.states(); i++) {
      require(Op.requireFloat(inputs.get(2 + i)), Shape.of(batch, hidden), "an initial state");
    }
    if (cell.hasProductBias()) {
      require(Op.requireFloat(inputs.get(fixed - 1)), Shape.of(hidden), "the product's bias");
    }
    if (inputs.size() > fixed) {
      require(Op.requireInt(inputs.get(fixed), "lengths"), Shape.of(batch), "lengths");
    }
    List<TensorType> outputs = new ArrayList<>();
    outputs.add(x.withShape(x.shape().with(2, hidden)));
    outputs.addAll(Collections.nCopies(cell.states(), x.withShape(Shape.of(batch, hidden))));
    if (cell.saves()) {
      outputs.add(x);
      outputs.add(outputs.get(0));
    }
    return outputs;
  }

  void require(TensorType type, Shape shape, String what) {
    if (!type.shape().equals(shape)) {
      throw new IllegalArgumentException(
          what
              + " of "
              + cell
              + " must have shape "
              + shape
              + ", got "
              + type.shape()
              + "; its rows are those of the batch, its columns the hidden units");
    }
  }

  /** The gates' values may take the place of the projected input. */
  @Override
  public boolean mayOverwrite(int input, int output) {
    return input == 0 && cell.saves() && output == 1 + cell.states();
  }

  /** Of the sequence, then of weights and bias as products over all steps at once. */
  @Override
  public List<Value> gradient(Node node, List<Value> upstream) {
    Graph graph = node.graph();
    int states = cell.states();
    if (upstream.subList(1 + states, upstream.size()).stream().anyMatch(Objects::nonNull)) {
      throw new IllegalArgumentException(
          node.describe()
              + ": what is saved for the gradient can't be differentiated; use the outputs before"
              + " it");
    }
    List<Value> inputs = new ArrayList<>();
    for (int i = 0; i <= states; i++) {
      inputs.add(upstream.get(i) == null ? graph.zerosLike(node.output(i)) : upstream.get(i));
    }
    inputs.add(node.input(1));
    inputs.add(node.output(0));
    inputs.addAll(node.outputs().subList(1 + states, node.outputs().size()));
    inputs.addAll(node.inputs().subList(2, 2 + states));
    boolean masked = node.inputs().size() > fixedInputs();
    if (masked) {
      inputs.add(node.input(fixedInputs()));
    }
    List<Value> found = graph.apply(new RecurrenceGradient(cell, reverse), inputs).outputs();
    Value products = found.get(found.size() - 1 - states);
    List<Value> gradients = new ArrayList<>();
    gradients.add(found.get(0));
    gradients.add(weightGradient(node, products, masked));
    gradients.addAll(found.subList(found.size() - states, found.size()));
    if (cell.hasProductBias()) {
      int hidden = node.output(0).shape().dim(2);
      Value sums = products.sum(0, 1);
      gradients.add(sums.slice(0, (cell.gates() - 1) * hidden, cell.gates() * hidden));
    }
    if (masked) {
      gradients.add(null);
    }
    return Arrays.asList(gradients.toArray(Value[]::new));
  }

  private Value weightGradient(Node node, Value products, boolean masked) {
    Shape shape = products.shape();
    Value before = before(node, masked);
    Value rows =
        before.reshape(Math.multiplyExact(shape.dim(0), shape.dim(1)), before.shape().dim(2));
    return products.reshape(rows.shape().with(1, shape.dim(2))).matmul(rows, true, false);
  }

  /** The h before each step [T, B, H]; at steps that a row does not take, anything finite. */
  private Value before(Node node, boolean masked) {
    Value y = node.output(0);
    int steps = y.shape().dim(0);
    if (steps == 0) {
      return y;
    }
    Value first = node.input(2).reshape(y.shape().with(0, 1));
    if (!reverse) {
      return Concat.of(0, List.of(first, y.slice(0, 0, steps - 1)));
    }
    Value shifted = Concat.of(0, List.of(y.slice(0, 1, steps), first));
    if (!masked) {
      return shifted;
    }
    // A row begins at its own last step, after which the output is 0, not its initial state.
    Expr next = Expr.input(2, ScalarType.INT).plus(Expr.constantInt(1));
    Expr begins = next.ge(Expr.input(3, ScalarType.INT));
    return shifted.pointwise(
        Expr.select(begins, Expr.input(1), Expr.input(0)),
        first,
        node.graph().iota(steps).reshape(steps, 1, 1),
        node.input(fixedInputs()).reshape(y.shape().dim(1), 1));
  }

  @Override
  public long flops(List<TensorType> inputs, List<TensorType> outputs) {
    return flops(inputs.get(0).shape(), inputs.get(1).shape());
  }

  /** Those of the products, and some ten for each gate. */
  static long flops(Shape gates, Shape weight) {
    return gates.elementCount() * (2L * weight.dim(1) + 10);
  }
}
