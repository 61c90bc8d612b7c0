package io.deltarule.cuda.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.backend.Engine;
import io.deltarule.cuda.EmulatedDevice;
import io.deltarule.cuda.OnDevice;
import io.deltarule.tensor.Tensor;
import io.deltarule.train.Training;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replayed step is the step that runs kernel by kernel. */
@OnDevice
class ReplayTest {
  private static final int STEPS = 20;

  @TempDir private Path cache;

  private Map<String, Tensor> trained(String graph) {
    try (Engine engine = Networks.engine(cache, "cuda.graph", graph);
        Training training = Networks.classifier(engine)) {
      return Networks.train(training, STEPS);
    }
  }

  /** Adam, a schedule, clipping and dropout: what a captured graph could freeze. */
  @Test
  void bitsAreThoseOfKernelByKernel() {
    boolean counted = EmulatedDevice.isPresent();
    Map<String, Tensor> one = trained("off");
    if (counted) {
      EmulatedDevice.reset();
    }
    Map<String, Tensor> replayed = trained("on");
    if (counted) {
      assertThat(EmulatedDevice.counter("graph_launches")).isGreaterThanOrEqualTo(STEPS - 1);
      EmulatedDevice.reset();
    }
    assertThat(replayed).isEqualTo(one);
    assertThat(one.get("losses").floats()).doesNotContain(Float.NaN).doesNotHaveDuplicates();
  }

  @Test
  void theSameSeedGivesTheSameBits() {
    assertThat(trained("on")).isEqualTo(trained("on"));
  }

  @Test
  void twoEnginesInOneProcessDoNotDisturbEachOther() {
    Map<String, Tensor> alone = trained("on");
    try (Engine one = Networks.engine(cache);
        Engine two = Networks.engine(cache);
        Training first = Networks.classifier(one);
        Training second = Networks.classifier(two)) {
      assertThat(Networks.train(first, STEPS)).isEqualTo(alone);
      assertThat(Networks.train(second, STEPS)).isEqualTo(alone);
    }
  }
}
