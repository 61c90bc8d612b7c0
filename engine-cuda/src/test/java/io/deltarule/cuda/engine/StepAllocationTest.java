package io.deltarule.cuda.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.deltarule.backend.Engine;
import io.deltarule.cuda.EmulatedDevice;
import io.deltarule.train.Training;
import io.deltarule.train.TrainingStep;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A step with its inputs and its loss allocates nothing: not in Java, nor on the device. */
@Tag("emulated-device")
class StepAllocationTest {
  private static final int STEPS = 50;

  /** The JIT compiler may still move what it keeps on the stack in early windows. */
  private static final int WINDOWS = 40;

  private static final String[] CALLS = {
    "cuMemAlloc", "cuMemHostAlloc", "cuModuleLoadData", "cuGraphInstantiateWithFlags"
  };

  @TempDir private static Path cache;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @ParameterizedTest
  @ValueSource(strings = {"on", "off"})
  void aStepAllocatesNothing(String graph) {
    assertThat(EmulatedDevice.isPresent()).isTrue();
    try (Engine engine = Networks.engine(cache, "cuda.graph", graph);
        Training training = Networks.classifier(engine)) {
      TrainingStep step = training.step(Networks.BATCH);
      float[] features = Networks.features(1);
      int[] labels = Networks.labels(1);
      run(step, features, labels, 3); // The second run is recorded.
      EmulatedDevice.reset();
      long least = Long.MAX_VALUE;
      for (int window = 0; window < WINDOWS && least > 0; window++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        run(step, features, labels, STEPS);
        least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
      }
      System.out.println("bytes allocated by " + STEPS + " steps, graph " + graph + ": " + least);
      assertThat(least).isZero();
      for (String call : CALLS) {
        assertThat(EmulatedDevice.calls(call)).as("calls of %s", call).isZero();
      }
    }
  }

  private static void run(TrainingStep step, float[] features, int[] labels, int steps) {
    for (int i = 0; i < steps; i++) {
      step.features().write(features, 0);
      step.targets().write(labels, 0);
      step.run(1e-3);
      if (!Float.isFinite(step.loss())) {
        throw new AssertionError("the loss is " + step.loss());
      }
    }
  }
}
