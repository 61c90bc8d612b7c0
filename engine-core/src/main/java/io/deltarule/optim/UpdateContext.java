package io.deltarule.optim;

import io.deltarule.expr.Expr;
import io.deltarule.expr.ScalarType;
import io.deltarule.graph.Assignment;
import io.deltarule.graph.Graph;
import io.deltarule.graph.Value;
import io.deltarule.graph.Variable;
import io.deltarule.layer.ParameterLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * What a transformation sees while the update of one group of parameters is built: a contiguous
 * part [n] of the flat region.
 */
public final class UpdateContext {
  private final Graph graph;
  private final ParameterLayout.Group group;
  private final OptimizerState state;
  private final Value parameters;
  private final StepValues step;
  private final List<Assignment> assignments = new ArrayList<>();

  UpdateContext(
      Graph graph,
      ParameterLayout.Group group,
      OptimizerState state,
      Value parameters,
      StepValues step) {
    this.graph = graph;
    this.group = group;
    this.state = state;
    this.parameters = parameters;
    this.step = step;
  }

  /**
   * The scalars of a step.
   *
   * @param learningRate FLOAT32[]
   * @param count FLOAT32[], the number of this step, from 1
   * @param gradientNorm FLOAT32[], the Euclidean norm of the gradient of all groups
   * @param gate INT32[], 1 if the step counts and 0 if it must change nothing
   */
  public record StepValues(Value learningRate, Value count, Value gradientNorm, Value gate) {}

  /** A slot of the optimizer for this group: carried from step to step. */
  public final class Slot {
    private final Variable variable;
    private final Value value;

    private Slot(Variable variable) {
      this.variable = variable;
      this.value = graph.read(variable).slice(0, group.from(), group.to());
    }

    /** The value [n] at the start of the step. */
    public Value value() {
      return value;
    }

    /** Sets the value [n] for the next step. */
    public void assign(Value next) {
      assignments.add(new Assignment(variable, group.from(), gated(next, value)));
    }
  }

  /** A number of the optimizer that all groups share: carried from step to step. */
  public final class SharedScalar {
    private final Variable variable;
    private final Value value;

    private SharedScalar(Variable variable) {
      this.variable = variable;
      this.value = graph.read(variable);
    }

    /** The value [] at the start of the step. */
    public Value value() {
      return value;
    }

    /**
     * Sets the value [] for the next step. Every group computes the same; one of them assigns it.
     */
    public void assign(Value next) {
      if (group.from() == 0) {
        assignments.add(Assignment.of(variable, gated(next, value)));
      }
    }
  }

  public Graph graph() {
    return graph;
  }

  /** The group's parameters [n] before the update. */
  public Value parameters() {
    return parameters;
  }

  /** Whether weight decay applies to this group. */
  public boolean decays() {
    return group.decays();
  }

  /** The learning rate of this step, FLOAT32[]. */
  public Value learningRate() {
    return step.learningRate();
  }

  /** The number of this step, from 1, FLOAT32[]. */
  public Value step() {
    return step.count();
  }

  /** The Euclidean norm of the gradient of all groups, FLOAT32[]. */
  public Value gradientNorm() {
    return step.gradientNorm();
  }

  /**
   * A slot for this group.
   *
   * @param name tells the slots of an optimizer apart, such as {@code moment1}
   * @param initial the value of every element before the first step
   */
  public Slot slot(String name, double initial) {
    return new Slot(state.slot(name, initial));
  }

  /** A number that all groups share. */
  public SharedScalar sharedScalar(String name, double initial) {
    return new SharedScalar(state.scalar(name, initial));
  }

  /** A slot that starts as a copy of the parameters. */
  public Slot slotFromParameters(String name) {
    return new Slot(state.slotFromParameters(name));
  }

  /** The next value where the step counts, the old one where it does not. */
  Value gated(Value next, Value old) {
    Expr counts = Expr.input(2, ScalarType.INT).ne(Expr.constantInt(0));
    return next.pointwise(Expr.select(counts, Expr.input(0), Expr.input(1)), old, step.gate());
  }

  List<Assignment> assignments() {
    return assignments;
  }
}
