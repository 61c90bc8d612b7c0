package io.deltarule.cuda.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.backend.Kernel;
import io.deltarule.tensor.DType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CapturedStepTest extends DeviceTest {
  /** Inputs change in the same place, and the weights from step to step. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyRunSeesItsOwnInput(boolean replay) {
    try (CudaMemory weights = floats(0f, 0f, 0f);
        CudaMemory input = floats(0f, 0f, 0f);
        CudaMemory rate = floats(0f);
        CudaMemory copy = context.allocate(DType.FLOAT32, 3);
        CapturedStep step = step(weights, input, rate, copy, replay)) {
      float[] expected = new float[3];
      for (int i = 1; i <= 20; i++) {
        float[] x = {i, -2 * i, 0.5f * i};
        input.write(0, x, 0, 3);
        rate.write(0, new float[] {1f / i}, 0, 1);
        step.run();
        assertThat(step.isReplayed()).isEqualTo(replay && i >= 2);
        for (int k = 0; k < 3; k++) {
          expected[k] = (1f / i) * x[k] + expected[k] + 1f;
        }
        if (i % 3 == 0) {
          assertThat(read(copy)).as("step %d", i).isEqualTo(expected);
        }
      }
      assertThat(read(weights)).isEqualTo(expected);
    }
  }

  private CapturedStep step(
      CudaMemory weights, CudaMemory input, CudaMemory rate, CudaMemory copy, boolean replay) {
    Arguments arguments =
        new Arguments().pointer(weights, 0).pointer(input, 0).pointer(rate, 0).int32(3);
    Kernel axpy =
        new Launch(context, function("axpy"), Geometry.of(1, 32), arguments, what("axpy", weights));
    var operands = what("copy", weights, copy);
    Kernel save = new DeviceCopy(context, operands.input(0), operands.input(1));
    return new CapturedStep(context, List.of(axpy, add(weights, 1f), save), replay);
  }

  @Test
  void aStepThatCannotBeCapturedRunsKernelByKernel() {
    try (CudaMemory memory = floats(0f);
        Launch add = add(memory, 1f)) {
      Kernel waits = context::synchronize; // Not allowed while a stream is captured.
      CapturedStep step = new CapturedStep(context, List.of(add, waits), true);
      step.run();
      step.run();
      step.run();
      assertThat(step.isReplayed()).isFalse();
      assertThat(read(memory)).containsExactly(3f);
      step.close();
    }
  }

  @Test
  void aStepOfNothingRuns() {
    CapturedStep step = new CapturedStep(context, List.of(), true);
    for (int i = 0; i < 4; i++) {
      step.run();
    }
    step.close();
  }

  @Test
  void twoStepsShareTheStreamInOrder() {
    try (CudaMemory memory = floats(0f);
        CapturedStep one = new CapturedStep(context, List.of(add(memory, 1f)), true);
        CapturedStep two = new CapturedStep(context, List.of(add(memory, 10f)), true)) {
      for (int i = 0; i < 5; i++) {
        one.run();
        two.run();
      }
      assertThat(read(memory)).containsExactly(55f);
    }
  }
}
