package io.deltarule.parity.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.deltarule.parity.BackendUnderTest;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A backend repeats training steps that PyTorch recorded: first loss and gradients, ten updates,
 * all losses on the way, the weights at the end. A test class needs no more than to implement this:
 *
 * <pre>{@code
 * class CpuGoldenStepsTest implements GoldenStepParity {
 *   @Override
 *   public Backend open(int threads) {
 *     return new CpuBackend(BackendOptions.standard().withThreads(threads));
 *   }
 * }
 * }</pre>
 */
public interface GoldenStepParity extends BackendUnderTest {
  /** What the backend computes in. */
  default DType precision() {
    return DType.FLOAT32;
  }

  /** Told of every scenario that is within its bounds; prints a line unless overridden. */
  default void report(GoldenScenario scenario, StepBounds.Worst worst) {
    System.out.printf(
        "golden steps %s: worst error/bound %.3f (%s)%n", scenario, worst.ratio(), worst.figure());
  }

  /** Within the bounds of rounding, and with the same bits for every number of threads. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("io.deltarule.parity.golden.GoldenScenarios#all")
  default void trainsAsPyTorchDoes(GoldenScenario scenario) {
    GoldenSteps steps = GoldenSteps.of(scenario);
    List<Integer> threads = threadCounts();
    Map<String, Tensor> figures = steps.run(open(threads.get(0)));
    StepBounds.Worst worst =
        StepBounds.of(steps).check(getClass().getSimpleName(), figures, precision());
    System.out.printf(
        "golden steps %s: worst error/bound %.3f (%s)%n", scenario, worst.ratio(), worst.figure());
    for (int other : threads.subList(1, threads.size())) {
      assertEquals(figures, steps.run(open(other)), scenario + " with " + other + " threads");
    }
  }

  /** PyTorch recorded a model with dropout in evaluation mode; so is this one. */
  @Test
  default void evaluationHasTheGradientsOfPyTorchsEvaluation() {
    GoldenScenario off = GoldenScenarios.named("method.dropout.off");
    GoldenSteps steps = GoldenSteps.of(off);
    int threads = threadCounts().get(0);
    Map<String, Tensor> figures = steps.run(open(threads));
    GoldenSteps dropping = steps.with(off.withModel(Mlps.withDropout(0.5)));
    try (GoldenRun run = dropping.open(open(threads))) {
      figures.putAll(run.firstInEvaluation());
    }
    StepBounds.of(steps).check(getClass().getSimpleName() + ", evaluation", figures, precision());
  }
}
