package io.deltarule.op;

import io.deltarule.expr.Derivative;
import io.deltarule.expr.Expr;
import io.deltarule.expr.ExprProgram;
import io.deltarule.expr.ScalarType;
import io.deltarule.expr.Substitution;
import io.deltarule.graph.Node;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Scalar expressions applied at every position of inputs that broadcast together (NumPy's rule):
 * {@code y_j[p] = e_j(x_0[p], x_1[p], ...)}. Each expression gives one output of the common shape.
 *
 * @param expressions the expressions, over the node's inputs by number
 */
public record Pointwise(List<Expr> expressions) implements Op {
  public Pointwise {
    expressions = List.copyOf(expressions);
    for (Expr expression : expressions) {
      if (expression.type() == ScalarType.BOOL) {
        throw new IllegalArgumentException(
            "pointwise: expression " + expression + " is a truth value; select numbers by it");
      }
    }
  }

  public Pointwise(Expr expression) {
    this(List.of(expression));
  }

  /** Applies one expression to values: {@code first} is input 0, the others follow. */
  public static Value apply(Expr expression, Value first, Value... others) {
    List<Value> inputs = new ArrayList<>();
    inputs.add(first);
    inputs.addAll(List.of(others));
    return first.graph().apply(new Pointwise(expression), inputs).output(0);
  }

  /**
   * The expression for input number {@code index} where it is this value: typed as the value is.
   */
  public static Expr inputFor(int index, Value value) {
    return Expr.input(index, scalarType(value.dtype()));
  }

  private static ScalarType scalarType(DType dtype) {
    return dtype.isFloating() ? ScalarType.FLOAT : ScalarType.INT;
  }

  @Override
  public String name() {
    return "pointwise";
  }

  /**
   * The outputs of an epilogue: the expressions over a result, as input 0, and further inputs.
   *
   * @throws IllegalArgumentException if one of these does not broadcast to the result
   */
  List<TensorType> inferOver(TensorType result, List<TensorType> further) {
    for (TensorType input : further) {
      if (!input.shape().broadcastsTo(result.shape())) {
        throw new IllegalArgumentException(
            "epilogue input " + input + " does not broadcast to the result " + result);
      }
    }
    List<TensorType> operands = new ArrayList<>(List.of(result));
    operands.addAll(further);
    return infer(operands);
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Shape shape = Shape.scalar();
    for (TensorType input : inputs) {
      shape = Shape.broadcast(shape, input.shape());
    }
    for (Expr instruction : ExprProgram.of(expressions).instructions()) {
      if (instruction instanceof Expr.Input input) {
        check(input, inputs);
      }
    }
    List<TensorType> outputs = new ArrayList<>();
    for (Expr expression : expressions) {
      outputs.add(
          new TensorType(expression.type() == ScalarType.INT ? DType.INT32 : DType.FLOAT32, shape));
    }
    return outputs;
  }

  private static void check(Expr.Input input, List<TensorType> inputs) {
    if (input.index() >= inputs.size()) {
      throw new IllegalArgumentException(
          "expression uses input " + input.index() + " of " + inputs.size());
    }
    TensorType type = inputs.get(input.index());
    if (scalarType(type.dtype()) != input.type()) {
      throw new IllegalArgumentException(
          "expression takes input "
              + input.index()
              + " as "
              + input.type()
              + ", it is "
              + type
              + "; convert integers with toFloat()");
    }
  }

  /** An element is read before it is written. */
  @Override
  public boolean mayOverwrite(int input, int output) {
    return true;
  }

  /**
   * {@code dx_i = sum over the broadcast axes of (sum_j dy_j de_j/dx_i)}: one pointwise operation
   * an input over the inputs, the outputs and the upstream gradients. A derivative that is stated
   * in terms of the function's value uses the stored output.
   */
  @Override
  public List<Value> gradient(Node node, List<Value> upstream) {
    List<Value> operands = new ArrayList<>(node.inputs());
    Map<Expr, Expr> stored = new HashMap<>();
    for (int j = 0; j < expressions.size(); j++) {
      if (expressions.get(j) instanceof Expr.Input || expressions.get(j).operands().isEmpty()) {
        continue;
      }
      stored.put(expressions.get(j), inputFor(operands.size(), node.output(j)));
      operands.add(node.output(j));
    }
    List<Expr> dy = new ArrayList<>();
    for (Value gradient : upstream) {
      dy.add(gradient == null ? null : Expr.input(operands.size()));
      if (gradient != null) {
        operands.add(gradient);
      }
    }
    List<Value> gradients = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      gradients.add(gradient(node, i, operands, stored, dy));
    }
    return gradients;
  }

  private Value gradient(
      Node node, int input, List<Value> operands, Map<Expr, Expr> stored, List<Expr> dy) {
    Optional<Expr> sum = Optional.empty();
    for (int j = 0; j < expressions.size(); j++) {
      Expr dyj = dy.get(j);
      if (dyj == null) {
        continue;
      }
      Optional<Expr> term =
          Derivative.of(expressions.get(j), input)
              .map(d -> dyj.times(Substitution.replace(d, stored)));
      sum = sum.isEmpty() ? term : Optional.of(term.map(sum.get()::plus).orElse(sum.get()));
    }
    return sum.map(expr -> used(expr, operands).sumTo(node.input(input).shape())).orElse(null);
  }

  /** Applies an expression to those of the operands that it uses, renumbered. */
  private static Value used(Expr expr, List<Value> operands) {
    List<Value> inputs = new ArrayList<>();
    Map<Expr, Expr> renumbered = new HashMap<>();
    for (Expr instruction : ExprProgram.of(List.of(expr)).instructions()) {
      if (instruction instanceof Expr.Input input && !renumbered.containsKey(input)) {
        renumbered.put(input, Expr.input(inputs.size(), input.type()));
        inputs.add(operands.get(input.index()));
      }
    }
    Expr compact = Substitution.replace(expr, renumbered);
    if (compact.equals(Expr.input(0)) && inputs.size() == 1) {
      return inputs.get(0);
    }
    return operands.get(0).graph().apply(new Pointwise(compact), inputs).output(0);
  }

  @Override
  public long flops(List<TensorType> inputs, List<TensorType> outputs) {
    return ExprProgram.of(expressions).operationCount() * outputs.get(0).shape().elementCount();
  }
}
