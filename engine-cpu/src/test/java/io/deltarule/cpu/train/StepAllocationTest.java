package io.deltarule.cpu.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.deltarule.backend.BackendOptions;
import io.deltarule.backend.Engine;
import io.deltarule.cpu.CpuBackend;
import io.deltarule.train.Training;
import io.deltarule.train.TrainingStep;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A training step allocates nothing once the JIT has compiled it: batch in, run, loss out. Also
 * where other code in the process uses vectors of other shapes: the profiles of the Vector API's
 * methods, which the JIT looks at, then tell it nothing about ours.
 */
class StepAllocationTest {
  private static final int STEPS = 200;

  /**
   * The JIT's best code may come late, the more so on a busy machine: some kernels run once a step,
   * on a few vectors, and vectors are objects until then. So there may be many windows; what every
   * step allocates in its best code, however little, shows in each of them.
   */
  private static final int WINDOWS = 200;

  private static final List<VectorSpecies<Float>> EVERY_SHAPE =
      List.of(
          FloatVector.SPECIES_64,
          FloatVector.SPECIES_128,
          FloatVector.SPECIES_256,
          FloatVector.SPECIES_512);

  /** Steps in which most code gets hot enough to be warmed up, where the warm-up is on. */
  private static final int EARLY_STEPS = 1000;

  private static final int FOREIGN_VECTORS = 100_000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @BeforeAll
  static void otherCodeUsesVectorsOfEveryShape() {
    float[] x = new float[16];
    Arrays.fill(x, 0.5f);
    for (int i = 0; i < FOREIGN_VECTORS; i++) {
      for (VectorSpecies<Float> species : EVERY_SHAPE) {
        FloatVector v = FloatVector.fromArray(species, x, 0);
        v.fma(v, v).max(v).min(v).add(v).intoArray(x, 0);
        x[0] = 0.5f;
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"DENSE, 1", "DENSE, 2", "IMAGES, 1", "IMAGES, 2", "SEQUENCES, 1", "SEQUENCES, 2"})
  void stepsAllocateNothingOnAnyThread(Networks network, int count) throws InterruptedException {
    try (Engine engine = Engine.open("cpu", BackendOptions.standard().withThreads(count));
        Training training = network.training(engine)) {
      TrainingStep step = training.step(Networks.BATCH);
      float[] features = network.features(1);
      int[] labels = Networks.labels(1);
      List<Thread> workers =
          Thread.getAllStackTraces().keySet().stream()
              .filter(
                  t -> t == Thread.currentThread() || t.getName().startsWith("deltarule-worker"))
              .toList();
      assertThat(workers).hasSizeGreaterThanOrEqualTo(count);
      long reading = Long.MAX_VALUE;
      for (int i = 0; i < 20; i++) {
        reading = Math.min(reading, -allocated(workers) + allocated(workers));
      }
      for (int i = 0; i < EARLY_STEPS; i++) {
        step.run(1e-3);
      }
      assertThat(((CpuBackend) engine.backend()).awaitWarmUp()).isEmpty();
      long least = Long.MAX_VALUE;
      int window = 0;
      for (; window < WINDOWS && least > 0; window++) {
        long before = allocated(workers);
        for (int i = 0; i < STEPS; i++) {
          step.features().write(features, 0);
          step.targets().write(labels, 0);
          step.run(1e-3);
          if (!Float.isFinite(step.loss())) {
            throw new AssertionError("the loss is " + step.loss());
          }
        }
        least = Math.min(least, allocated(workers) - before - reading);
      }
      System.out.println(
          "bytes allocated by "
              + STEPS
              + " steps of "
              + network
              + " on "
              + count
              + " threads: "
              + least
              + ", the least of "
              + window
              + " windows");
      assertThat(least).isLessThanOrEqualTo(0);
    }
  }

  private long allocated(List<Thread> of) {
    long sum = 0;
    for (int i = 0; i < of.size(); i++) {
      sum += threads.getThreadAllocatedBytes(of.get(i).getId());
    }
    return sum;
  }
}
