package io.deltarule.parity.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.backend.Engine;
import io.deltarule.backend.Executable;
import io.deltarule.backend.State;
import io.deltarule.compile.Compiler;
import io.deltarule.diagnose.MemoryGuard;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Variable;
import io.deltarule.layer.Dense;
import io.deltarule.layer.Sequential;
import io.deltarule.loss.Losses;
import io.deltarule.loss.Reduction;
import io.deltarule.op.MatMul;
import io.deltarule.op.Pointwise;
import io.deltarule.optim.Optimizer;
import io.deltarule.optim.Optimizers;
import io.deltarule.optim.Transformations;
import io.deltarule.parity.reference.ReferenceBackend;
import io.deltarule.plan.Location;
import io.deltarule.plan.Plan;
import io.deltarule.plan.PlanOptions;
import io.deltarule.plan.Planner;
import io.deltarule.plan.Region;
import io.deltarule.plan.Step;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import io.deltarule.train.Training;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The compiled training step of a perceptron 784-256-128-10: what it is made of, and what it
 * computes.
 */
class TrainingStepTest {
  private static final int BATCH = 6;

  private static Plan plan(UnaryOperator<Computation> passes) {
    try (Engine engine = Engine.of(new ReferenceBackend());
        Training training = Trainings.perceptron(engine, 784, 256, 128, 10)) {
      return Planner.plan(passes.apply(training.stepComputation(64)), PlanOptions.standard());
    }
  }

  @Test
  void aStepIsAFewKernels() {
    Plan plain = plan(UnaryOperator.identity());
    Plan compiled = plan(Compiler::optimize);
    System.out.println(
        "training step 784-256-128-10: "
            + plain.steps().size()
            + " operations uncompiled, "
            + compiled.steps().size()
            + " compiled; arena "
            + plain.arenaBytes()
            + " and "
            + compiled.arenaBytes()
            + " bytes");
    assertThat(compiled.steps()).hasSizeLessThan(25);
    assertThat(compiled.arenaBytes()).isLessThanOrEqualTo(plain.arenaBytes() * 51 / 100);
  }

  @Test
  void biasActivationAndDropoutAreEpiloguesForwardAndBackward() {
    List<MatMul> products =
        plan(Compiler::optimize).steps().stream()
            .map(Step::op)
            .filter(MatMul.class::isInstance)
            .map(MatMul.class::cast)
            .toList();
    assertThat(products).hasSize(8);
    assertThat(products).filteredOn(op -> !op.epilogue().isEmpty()).hasSize(3 + 2);
  }

  @Test
  void theUpdateIsOneKernelAGroupInPlace() {
    Plan plan = plan(Compiler::optimize);
    List<Step> updates =
        plan.steps().stream()
            .filter(step -> step.outputs().stream().allMatch(TrainingStepTest::isVariable))
            .toList();
    // Parameters and both moments, of weights and of biases.
    assertThat(updates).hasSize(2);
    for (Step update : updates) {
      assertThat(update.op()).isInstanceOf(Pointwise.class);
      assertThat(update.outputs()).hasSize(3);
      assertThat(update.inputs()).containsAll(update.outputs());
    }
    assertThat(plan.steps()).noneMatch(step -> step.scope().equals("assign"));
    assertThat(plan.steps().get(plan.steps().size() - 3).outputs())
        .as("what is counted is counted in place too")
        .filteredOn(TrainingStepTest::isVariable)
        .hasSize(2);
  }

  static List<Optimizer> optimizers() {
    return List.of(
        Optimizers.sgd(),
        Optimizers.momentum(0.9),
        Optimizers.nesterov(0.9),
        Optimizers.adaGrad(),
        Optimizers.rmsProp(),
        Optimizers.adam(),
        Optimizers.nAdam(),
        Optimizers.lion(0.1),
        Optimizers.adamW(0.1).followedBy(Transformations.averageWeights(0.99)));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void everyOptimizerIsOneKernelAGroupInPlace(Optimizer optimizer) {
    try (Engine engine = Engine.of(new ReferenceBackend());
        Training training =
            Training.of(engine, Sequential.of(Dense.of(7, 5), Dense.of(5, 3)))
                .features(Shape.of(7))
                .targets(Shape.of(3))
                .loss(Losses.meanSquared(Reduction.MEAN))
                .optimizer(optimizer)
                .build()) {
      Plan plan =
          Planner.plan(Compiler.optimize(training.stepComputation(4)), PlanOptions.standard());
      assertThat(plan.steps()).noneMatch(step -> step.scope().equals("assign"));
      assertThat(plan.steps())
          .filteredOn(step -> step.outputs().stream().allMatch(TrainingStepTest::isVariable))
          .hasSize(training.layout().groups().size())
          .allMatch(step -> step.inputs().containsAll(step.outputs()));
    }
  }

  private static boolean isVariable(Location location) {
    return location.region() instanceof Region.Held;
  }

  @Test
  void threeStepsGiveTheSameParametersAsUncompiled() {
    Map<String, Tensor> plain = variablesAfterThreeSteps(UnaryOperator.identity());
    Map<String, Tensor> compiled = variablesAfterThreeSteps(Compiler::optimize);
    assertThat(plain).hasSizeGreaterThan(6);
    Runs.assertSame("compiled", compiled, plain);
  }

  /** With guard elements around all buffers, and memory that nothing wrote being NaN. */
  private static Map<String, Tensor> variablesAfterThreeSteps(UnaryOperator<Computation> passes) {
    try (Engine engine = Engine.of(new ReferenceBackend());
        Training training = Trainings.perceptron(engine, 7, 6, 5, 3)) {
      State state = training.step(BATCH).lastExecutable().state();
      Computation computation = passes.apply(training.stepComputation(BATCH));
      Plan plan = Planner.plan(computation, PlanOptions.standard().withGuard(16));
      Executable executable = engine.load(plan, state);
      SplittableRandom random = new SplittableRandom(3);
      for (int step = 0; step < 3; step++) {
        float[] features = new float[BATCH * 7];
        int[] labels = new int[BATCH];
        for (int i = 0; i < features.length; i++) {
          features[i] = (float) random.nextDouble(-2, 2);
        }
        for (int i = 0; i < BATCH; i++) {
          labels[i] = random.nextInt(3);
        }
        executable.input("features").write(Tensor.of(Shape.of(BATCH, 7), features));
        executable.input("targets").write(Tensor.of(Shape.of(BATCH), labels));
        variable(plan, "control.learningRate", v -> state.write(v, Tensor.scalar(0.01f)));
        executable.run(new MemoryGuard(plan));
      }
      Map<String, Tensor> values = new LinkedHashMap<>();
      plan.variables().forEach(v -> values.put(v.name(), state.read(v)));
      assertThat(values.get("control.step").item()).isEqualTo(3);
      return values;
    }
  }

  private static void variable(Plan plan, String name, Consumer<Variable> action) {
    plan.variables().stream().filter(v -> v.name().equals(name)).forEach(action);
  }
}
