package io.deltarule.parity.diagnose;

import io.deltarule.backend.Engine;
import io.deltarule.backend.Executable;
import io.deltarule.backend.Operands;
import io.deltarule.backend.State;
import io.deltarule.backend.StepObserver;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Variable;
import io.deltarule.plan.Plan;
import io.deltarule.plan.Planner;
import io.deltarule.plan.Step;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One computation on two engines, operation by operation.
 *
 * <pre>{@code
 * Computation step = Compiler.optimize(training.stepComputation(64));
 * try (Lockstep lockstep = Lockstep.of(step, left, right)) {
 *   lockstep.writeVariables(training.state());
 *   lockstep.write("features", images);
 *   lockstep.write("targets", labels);
 *   Optional<Evidence> wrong = lockstep.run();
 *   System.out.print(lockstep.table().print(10));
 * }
 * }</pre>
 *
 * <p>Before each operation the inputs that one engine, the leader, has for it are given to the
 * other, so that an operation answers for its own error alone. The leader is the left engine, or
 * the right one if only that stores float32: what it holds, the other can hold too. How far two
 * results may be apart is computed for that operation and those inputs, as {@link
 * io.deltarule.parity.Bounds} does: by float64 runs in which every inexact result is off by one
 * float32 rounding. Integers, moves and selections must agree exactly.
 *
 * <p>The follower also runs a step of its own, whose inputs nobody mends; its distance from the
 * leader is reported as {@link Difference#drift}.
 */
public final class Lockstep implements AutoCloseable {
  /** An error over bound above which the bound is computed more closely. */
  private static final double SUSPICIOUS = 0.5;

  private final boolean leftLeads;
  private final State leaderState;
  private final State followerState;
  private final State drifterState;
  private final Executable leader;
  private final Executable follower;
  private final Executable drifter;
  private final DifferenceTable table = new DifferenceTable();
  private int runs;

  private Lockstep(Computation computation, Engine left, Engine right) {
    leftLeads = rounds(left) || !rounds(right);
    Engine leading = leftLeads ? left : right;
    Engine following = leftLeads ? right : left;
    Plan leaderPlan = Planner.plan(computation, leading.backend().planOptions());
    Plan followerPlan = Planner.plan(computation, following.backend().planOptions());
    PlanMatch.require(leading, leaderPlan, following, followerPlan);
    leaderState = leading.newState();
    followerState = following.newState();
    drifterState = following.newState();
    leader = leading.load(leaderPlan, leaderState);
    follower = following.load(followerPlan, followerState);
    drifter = following.load(followerPlan, drifterState);
  }

  /**
   * Loads a computation on two engines, as it is; give {@code Compiler.optimize(computation)} to
   * compare what training runs. Variables begin as zeros.
   *
   * @param left an engine; both may be of the same backend, and even the same engine
   * @param right the other
   * @throws IllegalArgumentException if the plans that the two backends ask for differ in their
   *     operations, so that there is no lockstep
   */
  public static Lockstep of(Computation computation, Engine left, Engine right) {
    return new Lockstep(computation, left, right);
  }

  /** True if the engine stores fewer digits than the reference does. */
  private static boolean rounds(Engine engine) {
    return engine.backend().storage(DType.FLOAT32) == DType.FLOAT32;
  }

  /** Sets a variable on both engines, to the same number even if one of them rounds it. */
  public void write(Variable variable, Tensor value) {
    leaderState.write(variable, value);
    Tensor held = leaderState.read(variable);
    followerState.write(variable, held);
    drifterState.write(variable, held);
  }

  /** Sets every variable of the computation that a state holds, such as that of a training. */
  public void writeVariables(State from) {
    for (Variable variable : from.variables()) {
      if (leader.plan().variables().contains(variable)) {
        write(variable, from.read(variable));
      }
    }
  }

  /** Sets an input on both engines; one that the computation does not use is ignored. */
  public void write(String input, Tensor value) {
    for (Executable executable : List.of(leader, follower, drifter)) {
      if (executable.plan().inputs().containsKey(input)) {
        executable.input(input).write(value);
      }
    }
  }

  /**
   * Runs the step once on both, operation by operation, up to the first over its bound.
   *
   * @return that operation, or empty if all are within their bounds; after one, run no more
   */
  public Optional<Evidence> run() {
    for (int index = 0; index < leader.plan().steps().size(); index++) {
      Optional<Evidence> wrong = compare(index);
      if (wrong.isPresent()) {
        return wrong;
      }
    }
    runs++;
    return Optional.empty();
  }

  private Optional<Evidence> compare(int index) {
    Recording led = new Recording(List.of());
    leader.runOperation(index, led);
    Recording followed = new Recording(led.inputs);
    follower.runOperation(index, followed);
    Recording drifted = new Recording(List.of());
    drifter.runOperation(index, drifted);

    Step step = leader.plan().steps().get(index);
    List<Tensor> left = leftLeads ? led.outputs : followed.outputs;
    List<Tensor> right = leftLeads ? followed.outputs : led.outputs;
    double drift = 0;
    for (int output = 0; output < left.size(); output++) {
      drift =
          Math.max(
              drift, Comparison.distance(led.outputs.get(output), drifted.outputs.get(output)));
    }
    try (OperationJudge judge = new OperationJudge(step, led.inputs)) {
      Difference worst = worst(judge, left, right, index, drift);
      while (worst.ratio() > SUSPICIOUS && judge.moreRuns()) {
        worst = worst(judge, left, right, index, drift);
      }
      table.add(worst);
      return worst.isWithinBound()
          ? Optional.empty()
          : Optional.of(new Evidence(worst, led.inputs, left, right, judge.exact()));
    }
  }

  /** The worst of all outputs; among equals, the first. */
  private Difference worst(
      OperationJudge judge, List<Tensor> left, List<Tensor> right, int index, double drift) {
    Step step = leader.plan().steps().get(index);
    Difference worst = null;
    for (int output = 0; output < left.size(); output++) {
      Difference here =
          new Comparison(left.get(output), right.get(output), judge, output)
              .worst(runs, index, step, drift);
      worst = worst == null || here.ratio() > worst.ratio() ? here : worst;
    }
    return worst;
  }

  /** Inputs before and outputs after an operation; first gives it other inputs if there are any. */
  private static final class Recording implements StepObserver {
    private final List<Tensor> given;
    private List<Tensor> inputs = List.of();
    private List<Tensor> outputs = List.of();

    Recording(List<Tensor> given) {
      this.given = given;
    }

    @Override
    public void before(int index, Step step, Operands operands) {
      for (int i = 0; i < given.size(); i++) {
        OperandContents.write(operands.input(i), given.get(i));
      }
      inputs = operands.inputs().stream().map(OperandContents::read).toList();
    }

    @Override
    public void after(int index, Step step, Operands operands) {
      outputs = new ArrayList<>(operands.outputs().stream().map(OperandContents::read).toList());
    }
  }

  /** The value of an output on the left engine. */
  public Tensor leftOutput(String name) {
    return (leftLeads ? leader : follower).output(name).read();
  }

  /** The value of an output on the right engine. */
  public Tensor rightOutput(String name) {
    return (leftLeads ? follower : leader).output(name).read();
  }

  /** The number of operations of a run. */
  public int operations() {
    return leader.plan().steps().size();
  }

  /** The differences found so far. */
  public DifferenceTable table() {
    return table;
  }

  /** Frees what was loaded; the engines stay open. */
  @Override
  public void close() {
    for (Executable executable : List.of(leader, follower, drifter)) {
      executable.close();
    }
    List.of(leaderState, followerState, drifterState).forEach(State::close);
  }
}
