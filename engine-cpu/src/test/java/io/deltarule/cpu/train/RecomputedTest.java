package io.deltarule.cpu.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.backend.BackendOptions;
import io.deltarule.backend.Engine;
import io.deltarule.cpu.CpuBackend;
import io.deltarule.layer.Activation;
import io.deltarule.layer.Activations;
import io.deltarule.layer.BatchNorm;
import io.deltarule.layer.Dense;
import io.deltarule.layer.Dropout;
import io.deltarule.layer.Gpt;
import io.deltarule.layer.GptConfig;
import io.deltarule.layer.Layer;
import io.deltarule.layer.LayerNorm;
import io.deltarule.layer.Recomputed;
import io.deltarule.layer.Residual;
import io.deltarule.layer.Sequential;
import io.deltarule.layer.StochasticDepth;
import io.deltarule.loss.CrossEntropy;
import io.deltarule.optim.Optimizers;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import io.deltarule.train.Training;
import io.deltarule.train.TrainingStep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Blocks that are recomputed give the same bits in less memory. */
class RecomputedTest {
  private static final int WIDTH = 48;
  private static final int BATCH = 64;
  private static final int CLASSES = 5;

  private final SplittableRandom random = new SplittableRandom(6);

  /** Residual blocks with all that a step carries on: draws, and running statistics. */
  private static Layer model(int depth, UnaryOperator<Layer> wrapping) {
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < depth; i++) {
      Layer body =
          Sequential.of(
              LayerNorm.of(WIDTH),
              Dense.of(WIDTH, 3 * WIDTH),
              Activation.of(Activations.gelu()),
              Dropout.of(0.25),
              Dense.of(3 * WIDTH, WIDTH).withoutBias(),
              BatchNorm.of(WIDTH),
              StochasticDepth.of(0.125));
      layers.add(wrapping.apply(Residual.of(body)));
    }
    layers.add(Dense.of(WIDTH, CLASSES));
    return Sequential.of(layers);
  }

  private Training training(Engine engine, Layer model) {
    return Training.of(engine, model)
        .features(Shape.of(WIDTH))
        .labels()
        .loss(CrossEntropy.mean())
        .optimizer(Optimizers.adamW(0.01))
        .seed(3)
        .build();
  }

  private static Engine engine() {
    return Engine.of(new CpuBackend(BackendOptions.standard().withThreads(2)));
  }

  private Map<String, Tensor> trained(Layer model, List<Tensor> batches, Tensor labels) {
    try (Engine engine = engine();
        Training training = training(engine, model)) {
      TrainingStep step = training.step(BATCH);
      Map<String, Tensor> result = new LinkedHashMap<>();
      for (Tensor batch : batches) {
        step.features().write(batch);
        step.targets().write(labels);
        step.run(0.01);
        result.put("loss " + result.size(), step.lastExecutable().output("loss").read());
      }
      result.putAll(training.weights());
      return result;
    }
  }

  @Test
  void bitsAreTheSameWithAndWithout() {
    List<Tensor> batches = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      double[] values = random.doubles((long) BATCH * WIDTH, -1, 1).toArray();
      batches.add(Tensor.of(Shape.of(BATCH, WIDTH), values).to(DType.FLOAT32));
    }
    Tensor labels = Tensor.of(Shape.of(BATCH), random.ints(BATCH, 0, CLASSES).toArray());
    Map<String, Tensor> kept = trained(model(3, layer -> layer), batches, labels);
    Map<String, Tensor> recomputed = trained(model(3, Recomputed::of), batches, labels);
    assertThat(recomputed).isEqualTo(kept).hasSizeGreaterThan(30);
    assertThat(kept.get("0.body.5.num_batches_tracked").floats()).containsExactly(5);
  }

  @Test
  void theNamesAreThoseOfTheBlock() {
    try (Engine engine = engine();
        Training kept = training(engine, model(2, layer -> layer));
        Training recomputed = training(engine, model(2, Recomputed::of))) {
      assertThat(recomputed.weights()).isEqualTo(kept.weights());
    }
  }

  /** Dropout included; and the blocks' activations do take less. */
  @Test
  void aGptWithBlocksThatAreRecomputedHasTheSameBits() {
    Gpt kept = Gpt.of(new GptConfig(CLASSES, 8, 3, 2, 16, 0.25));
    try (Engine engine = engine();
        Training plain = ofTokens(engine, kept);
        Training recomputed = ofTokens(engine, kept.recomputingBlocks())) {
      Tensor tokens = Tensor.of(Shape.of(2, 8), random.ints(16, 0, CLASSES).toArray());
      for (Training training : List.of(plain, recomputed)) {
        TrainingStep step = training.step(2);
        for (int i = 0; i < 3; i++) {
          step.features().write(tokens);
          step.targets().write(tokens);
          step.run(0.01);
        }
      }
      assertThat(recomputed.weights()).isEqualTo(plain.weights());
      assertThat(recomputed.step(2).plan().arenaBytes())
          .isLessThan(plain.step(2).plan().arenaBytes());
    }
  }

  private static Training ofTokens(Engine engine, Gpt model) {
    return Training.of(engine, model)
        .indices(Shape.of(8))
        .labels(Shape.of(8))
        .loss(CrossEntropy.mean())
        .optimizer(Optimizers.adamW(0.01))
        .seed(3)
        .build();
  }

  @Test
  void activationsOfOneBlockTakeMemoryAtATime() {
    try (Engine engine = engine()) {
      long[] kept = new long[2];
      long[] recomputed = new long[2];
      int[] depths = {4, 12};
      for (int i = 0; i < 2; i++) {
        kept[i] = arenaBytes(engine, model(depths[i], layer -> layer));
        recomputed[i] = arenaBytes(engine, model(depths[i], Recomputed::of));
      }
      // Eight more blocks: of each its input alone instead of its activations.
      long more = 8L * BATCH * WIDTH * Float.BYTES;
      long gradients = 8L * 2 * 3 * WIDTH * WIDTH * Float.BYTES;
      assertThat(recomputed[1] - recomputed[0]).isLessThan(gradients + 3 * more);
      assertThat(kept[1] - kept[0]).isGreaterThan(gradients + 8 * more);
    }
  }

  private long arenaBytes(Engine engine, Layer model) {
    try (Training training = training(engine, model)) {
      return training.step(BATCH).plan().arenaBytes();
    }
  }
}
