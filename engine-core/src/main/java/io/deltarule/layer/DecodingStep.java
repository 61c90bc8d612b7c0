package io.deltarule.layer;

import io.deltarule.expr.Expr;
import io.deltarule.expr.ScalarType;
import io.deltarule.graph.Assignment;
import io.deltarule.graph.Graph;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.graph.Variable;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * One building of a language model for one token at a time: keys and values of the tokens before
 * are variables of the graph, the key-value cache, and are not computed again. A row of a cache
 * holds what an earlier token left there; rows after the position are hidden, so that a sequence
 * may begin anew without clearing them.
 */
public final class DecodingStep {
  private final ForwardPass pass;
  private final Value position;
  private final int context;
  private final List<Assignment> assignments = new ArrayList<>();

  /**
   * A step.
   *
   * @param pass in evaluation
   * @param position the place of the token in its sequence, INT32 [1], from 0 to context - 1
   * @param context the longest sequence
   */
  public DecodingStep(ForwardPass pass, Value position, int context) {
    if (position.dtype() != DType.INT32 || !position.shape().equals(Shape.of(1))) {
      throw new IllegalArgumentException(
          "DecodingStep: position must be INT32 [1], got " + position.type() + "; reshape it");
    }
    this.pass = pass;
    this.position = position;
    this.context = context;
  }

  ForwardPass pass() {
    return pass;
  }

  Value position() {
    return position;
  }

  int context() {
    return context;
  }

  /** What the computation must assign at the end of the step: the caches. */
  public List<Assignment> assignments() {
    return List.copyOf(assignments);
  }

  /** The bias [1, 1, 1, context] that hides what comes after the position. */
  Value mask() {
    Expr seen = Expr.input(0, ScalarType.INT).le(Expr.input(1, ScalarType.INT));
    Expr bias = Expr.select(seen, Expr.ZERO, Expr.constant(Double.NEGATIVE_INFINITY));
    return pass.graph().iota(context).pointwise(bias, position).reshape(Shape.of(1, 1, 1, context));
  }

  /**
   * Puts a token's row [B, H, 1, D] into a cache.
   *
   * @param name of the cache, within the layer that is being built
   * @return the rows of all tokens so far, [B, H, context, D]
   */
  Value remember(String name, Value row) {
    Graph graph = pass.graph();
    TensorType type = row.type().withShape(row.shape().with(2, context));
    Variable cache = new Variable(graph.scope() + "." + name, type, Variable.Role.BUFFER);
    Value places = graph.iota(context).reshape(context, 1);
    Expr isHere = Expr.input(2, ScalarType.INT).eq(Expr.input(3, ScalarType.INT));
    Expr chosen = Expr.select(isHere, Expr.input(1), Expr.input(0));
    Value rows = graph.read(cache).pointwise(chosen, row, places, position);
    assignments.add(Assignment.of(cache, rows));
    return rows;
  }
}
