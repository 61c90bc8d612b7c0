package io.deltarule.parity.plan;

import io.deltarule.expr.Expr;
import io.deltarule.graph.Assignment;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Graph;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.graph.Variable;
import io.deltarule.op.Concat;
import io.deltarule.op.Pointwise;
import io.deltarule.op.Reduce;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A random computation over two inputs and two variables: pointwise operations of one and two
 * outputs, products, reductions, views, concatenations, and assignments of whole variables and of
 * parts, also of views of one variable to the other. All numbers stay between -1 and 1.
 */
final class RandomComputation {
  static final int VARIABLE_SIZE = 24;

  private final SplittableRandom random;
  private final Graph graph = new Graph();
  private final List<Value> values = new ArrayList<>();
  private final List<Variable> variables = new ArrayList<>();

  private RandomComputation(long seed) {
    random = new SplittableRandom(seed);
    values.add(graph.placeholder("a", TensorType.float32(4, 6)));
    values.add(graph.placeholder("b", TensorType.float32(2, 3)));
    for (String name : List.of("u", "v")) {
      Variable variable =
          new Variable(name, TensorType.float32(VARIABLE_SIZE), Variable.Role.BUFFER);
      variables.add(variable);
      values.add(graph.read(variable));
    }
    values.add(graph.read(variables.get(0)).slice(0, 6, 18).reshape(3, 4));
  }

  static Computation of(long seed) {
    return new RandomComputation(seed).build();
  }

  private Computation build() {
    int operations = 3 + random.nextInt(25);
    for (int i = 0; i < operations; i++) {
      add(any());
    }
    Map<String, Value> outputs = new LinkedHashMap<>();
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      outputs.put("out" + i, any());
    }
    List<Assignment> assignments = new ArrayList<>();
    variables.forEach(variable -> assign(variable, assignments));
    return new Computation(graph, outputs, assignments);
  }

  private Value any() {
    // Late values more often, so that chains grow long.
    int back = Math.min(random.nextInt(values.size()), random.nextInt(values.size()));
    return values.get(values.size() - 1 - back);
  }

  private Value like(Value x) {
    List<Value> same = values.stream().filter(v -> v.type().equals(x.type())).toList();
    return same.get(random.nextInt(same.size()));
  }

  private void add(Value x) {
    boolean matrix = x.shape().rank() == 2;
    int first = x.shape().rank() == 0 ? 1 : x.shape().dim(0);
    switch (random.nextInt(15)) {
      case 0 -> values.add(x.pointwise(Expr.input(0).tanh()));
      case 1, 2 -> values.add(x.pointwise(average(), like(x)));
      case 3 -> values.addAll(twoOutputs(x, like(x)));
      case 4 -> values.add(matrix ? tanh(x.matmul(like(x), false, true)) : x.neg());
      case 5 -> values.add(x.reshape((int) x.shape().elementCount()));
      case 6 -> values.add(matrix ? x.transpose(1, 0) : x.stopGradient());
      case 7 -> values.add(first > 1 ? x.slice(0, first / 2, first) : x.neg());
      case 8 -> values.add(matrix ? x.slice(1, 0, 1 + x.shape().dim(1) / 2) : tanh(x));
      case 9 -> values.add(x.shape().rank() == 0 ? x.neg() : small(concat(x)));
      case 10 -> values.add(first == 1 ? tanh(x) : x.reduce(kind(), matrix, 0));
      case 11 -> values.add(x.shape().rank() == 0 ? x.neg() : x.softmax(-1));
      case 12 -> values.add(x.shape().rank() == 0 ? x.neg() : small(x.pad(0, 1, 2)));
      case 13 -> values.add(matrix ? x.pointwise(average(), row(x)) : tanh(x));
      default -> values.add(x.sub(like(x)).mul(0.5));
    }
  }

  /** A row of a matrix, broadcast against the whole: a view of what may be overwritten. */
  private Value row(Value x) {
    int row = random.nextInt(x.shape().dim(0));
    return x.slice(0, row, row + 1);
  }

  private static Value tanh(Value x) {
    return x.pointwise(Expr.input(0).tanh());
  }

  private static Expr average() {
    return Expr.input(0).plus(Expr.input(1)).times(0.5);
  }

  private List<Value> twoOutputs(Value x, Value y) {
    Expr half = Expr.input(0).minus(Expr.input(1)).times(0.5);
    return graph.apply(new Pointwise(List.of(average(), half)), List.of(x, y)).outputs();
  }

  private Reduce.Kind kind() {
    return random.nextBoolean() ? Reduce.Kind.MEAN : Reduce.Kind.MAX;
  }

  /** Concatenation along the first axis, of pieces that may be views or one value twice. */
  private Value concat(Value x) {
    List<Value> pieces = new ArrayList<>(List.of(x, like(x)));
    if (random.nextBoolean()) {
      pieces.add(x.neg());
    }
    return Concat.of(random.nextInt(x.shape().rank()), pieces);
  }

  private static Value small(Value x) {
    return x.shape().elementCount() > 400 ? x.mean() : x;
  }

  private void assign(Variable variable, List<Assignment> assignments) {
    int offset = random.nextInt(13);
    if (random.nextBoolean()) {
      // As optimizers do it: a part of a variable becomes a function of itself and of others.
      Value part = graph.read(variable).slice(0, offset, offset + 12).reshape(3, 4);
      Value other = random.nextBoolean() ? row(part) : like(part);
      assignments.add(new Assignment(variable, offset, part.pointwise(average(), other)));
      return;
    }
    offset = 0;
    for (int tries = 0; tries < 4; tries++) {
      Value value = any();
      int count = (int) value.shape().elementCount();
      offset += random.nextInt(4);
      if (offset + count <= VARIABLE_SIZE) {
        assignments.add(new Assignment(variable, offset, value));
        offset += count;
      }
    }
  }

  /** Inputs between -1 and 1 for a run. */
  static double[] numbers(long seed, Shape shape) {
    return new SplittableRandom(seed).doubles(shape.elementCount(), -1, 1).toArray();
  }
}
