package io.deltarule.graph;

import io.deltarule.op.Constant;
import io.deltarule.op.Op;
import io.deltarule.op.Placeholder;
import io.deltarule.op.ReadVariable;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/**
 * A network under construction: an append-only list of immutable nodes, inputs before users.
 * Nothing executes; shapes and types are checked as each node is added. Not safe for use by several
 * threads.
 */
public final class Graph {
  private final List<Node> nodes = new ArrayList<>();
  private String scope = "";

  /** An empty graph. */
  public Graph() {}

  /** A value that the host writes before each run. */
  public Value placeholder(String name, TensorType type) {
    return apply(new Placeholder(name, type));
  }

  /** The value of a variable at the start of the step. */
  public Value read(Variable variable) {
    return apply(new ReadVariable(variable));
  }

  /** A value fixed at construction. FLOAT64 data is legal and rounds to the backend's precision. */
  public Value constant(Tensor value) {
    return apply(new Constant(value));
  }

  /** A floating-point scalar. */
  public Value constant(double value) {
    return constant(Tensor.of(Shape.scalar(), new double[] {value}));
  }

  /** The integers 0 to size - 1. */
  public Value iota(int size) {
    if (size < 0) {
      throw new IllegalArgumentException("iota: the size must be 0 or more, got " + size);
    }
    int[] values = new int[size];
    Arrays.setAll(values, i -> i);
    return constant(Tensor.of(Shape.of(size), values));
  }

  /** A tensor of one floating-point number. */
  public Value full(Shape shape, double value) {
    return constant(value).broadcastTo(shape);
  }

  /** Zeros of the type and shape of a value. */
  public Value zerosLike(Value value) {
    return value.dtype() == DType.INT32
        ? constant(Tensor.scalar(0)).broadcastTo(value.shape())
        : full(value.shape(), 0);
  }

  /** Adds an operation of one output. */
  public Value apply(Op op, Value... inputs) {
    return apply(op, Arrays.asList(inputs)).output(0);
  }

  /**
   * Adds an operation.
   *
   * @throws IllegalArgumentException if the inputs do not fit, naming operation, scope, the types
   *     found and the remedy, or if one belongs to another graph
   */
  public Node apply(Op op, List<Value> inputs) {
    for (Value input : inputs) {
      if (input.graph() != this) {
        throw new IllegalArgumentException(
            where(op.name())
                + ": input "
                + input
                + " belongs to another graph; build both in one graph");
      }
    }
    List<TensorType> types =
        located(op.name(), () -> op.infer(inputs.stream().map(Value::type).toList()));
    Node node = new Node(this, nodes.size(), scope, op, inputs, types);
    nodes.add(node);
    return node;
  }

  /** Runs a check or a construction, adding operation and scope to what is wrong. */
  <T> T located(String operation, Supplier<T> builder) {
    try {
      return builder.get();
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new IllegalArgumentException(where(operation) + ": " + e.getMessage(), e);
    }
  }

  private String where(String operation) {
    return scope.isEmpty() ? operation : operation + " in '" + scope + "'";
  }

  /** Runs a builder with a name added to the scope of the nodes it makes. */
  public <T> T scoped(String name, Supplier<T> builder) {
    return inScope(scope.isEmpty() ? name : scope + "." + name, builder);
  }

  /** Runs a builder with exactly this scope. */
  public <T> T inScope(String exactScope, Supplier<T> builder) {
    String outer = scope;
    scope = exactScope;
    try {
      return builder.get();
    } finally {
      scope = outer;
    }
  }

  /** The current scope: dotted names, or empty. */
  public String scope() {
    return scope;
  }

  /** All nodes, inputs before users. */
  public List<Node> nodes() {
    return Collections.unmodifiableList(nodes);
  }

  /** One node a line. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    nodes.forEach(node -> text.append(node).append('\n'));
    return text.toString();
  }
}
