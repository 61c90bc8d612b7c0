package io.deltarule.parity.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.autodiff.ReverseMode;
import io.deltarule.backend.Engine;
import io.deltarule.backend.Executable;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Graph;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.op.Recurrence;
import io.deltarule.op.RecurrenceGradient;
import io.deltarule.op.RecurrentCell;
import io.deltarule.plan.Plan;
import io.deltarule.plan.PlanOptions;
import io.deltarule.plan.Planner;
import io.deltarule.plan.Step;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The gates of a recurrence take the place of its input, their gradients that of the gates. */
class RecurrenceInPlaceTest {
  private static final int STEPS = 4;
  private static final int BATCH = 3;
  private static final int HIDDEN = 5;

  private final Map<String, Value> placeholders = new HashMap<>();
  private final Graph graph = new Graph();

  private Value input(String name, Shape shape) {
    Value value = graph.placeholder(name, TensorType.float32(shape.dims()));
    placeholders.put(name, value);
    return value;
  }

  /** Outputs and gradients of a sequence; its input is computed, and read by nobody else. */
  private Computation computation(RecurrentCell cell, boolean inputIsNeeded, boolean ofInputAlone) {
    int width = cell.gates() * HIDDEN;
    Value z = input("z", Shape.of(STEPS, BATCH, width));
    Value x = z.mul(2);
    List<Value> inputs = new ArrayList<>(List.of(x, input("w", Shape.of(width, HIDDEN))));
    for (int s = 0; s < cell.states(); s++) {
      inputs.add(input("state" + s, Shape.of(BATCH, HIDDEN)));
    }
    if (cell.hasProductBias()) {
      inputs.add(input("bias", Shape.of(HIDDEN)));
    }
    List<Value> results = graph.apply(new Recurrence(cell, false), inputs).outputs();
    Value loss = results.get(0).sumOfSquares();
    if (inputIsNeeded) {
      loss = loss.add(x.mul(x).sum());
    }
    if (ofInputAlone) {
      return Computation.of(Map.of("dz", ReverseMode.gradients(loss, List.of(z)).get(0)));
    }
    Map<String, Value> outputs = new HashMap<>(Map.of("y", results.get(0)));
    List<Value> sources = List.copyOf(placeholders.values());
    List<Value> gradients = ReverseMode.gradients(loss, sources);
    int number = 0;
    for (String name : placeholders.keySet()) {
      outputs.put("d" + name, gradients.get(number++));
    }
    return Computation.of(outputs);
  }

  private Map<String, Tensor> run(Computation computation, PlanOptions options) {
    SplittableRandom random = new SplittableRandom(3);
    Map<String, Tensor> values = new HashMap<>();
    computation
        .placeholders()
        .forEach(
            (name, value) ->
                values.put(
                    name,
                    Tensor.of(
                        value.shape(),
                        random.doubles(value.shape().elementCount(), -1, 1).toArray())));
    try (Engine engine = Engine.open("reference")) {
      Executable executable = engine.load(computation, engine.newState(), options);
      return executable.run(values);
    }
  }

  private static Step step(Plan plan, Class<?> op) {
    return plan.steps().stream().filter(step -> op.isInstance(step.op())).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(RecurrentCell.class)
  void gatesTakeThePlaceOfWhatTheyAreMadeOf(RecurrentCell cell) {
    Computation computation = computation(cell, false, false);
    Plan plan = Planner.plan(computation, PlanOptions.standard());
    Step forward = step(plan, Recurrence.class);
    Step gradient = step(plan, RecurrenceGradient.class);
    if (cell.saves()) {
      int gates = 1 + cell.states();
      assertThat(forward.outputs().get(gates)).isEqualTo(forward.inputs().get(0));
      int saved = ((RecurrenceGradient) gradient.op()).saved();
      assertThat(gradient.outputs().get(0)).isEqualTo(gradient.inputs().get(saved));
    }
    assertThat(run(computation, PlanOptions.standard()))
        .isEqualTo(run(computation, PlanOptions.standard().withReuse(false)));
  }

  /** With weights that are not trained, nobody reads a simple cell's outputs after its gradient. */
  @ParameterizedTest
  @EnumSource(RecurrentCell.class)
  void gradientsTakeThePlaceOfWhatWasSavedWhateverTheCell(RecurrentCell cell) {
    Computation computation = computation(cell, false, true);
    Step gradient =
        step(Planner.plan(computation, PlanOptions.standard()), RecurrenceGradient.class);
    int saved = ((RecurrenceGradient) gradient.op()).saved();
    assertThat(gradient.outputs().get(0)).isEqualTo(gradient.inputs().get(saved));
    assertThat(run(computation, PlanOptions.standard()))
        .isEqualTo(run(computation, PlanOptions.standard().withReuse(false)));
  }

  @ParameterizedTest
  @EnumSource(RecurrentCell.class)
  void anInputThatOthersReadLaterKeepsItsPlace(RecurrentCell cell) {
    Computation computation = computation(cell, true, false);
    Plan plan = Planner.plan(computation, PlanOptions.standard());
    Step forward = step(plan, Recurrence.class);
    assertThat(forward.outputs()).noneMatch(output -> output.overlaps(forward.inputs().get(0)));
    assertThat(run(computation, PlanOptions.standard()))
        .isEqualTo(run(computation, PlanOptions.standard().withReuse(false)));
  }
}
