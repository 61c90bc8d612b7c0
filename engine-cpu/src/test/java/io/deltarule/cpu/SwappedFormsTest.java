package io.deltarule.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.backend.BackendOptions;
import io.deltarule.backend.Engine;
import io.deltarule.cpu.train.Networks;
import io.deltarule.cpu.warmup.Form;
import io.deltarule.cpu.warmup.Piece;
import io.deltarule.cpu.warmup.WarmUp;
import io.deltarule.layer.Activation;
import io.deltarule.layer.Dense;
import io.deltarule.layer.EmbeddingBag;
import io.deltarule.layer.Sequential;
import io.deltarule.loss.CrossEntropy;
import io.deltarule.optim.Optimizers;
import io.deltarule.optim.Transformations;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import io.deltarule.train.Training;
import io.deltarule.train.TrainingStep;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Vector code may take the place of plain Java before any kernel of a step: a training gives the
 * same bits whenever it does.
 */
class SwappedFormsTest {
  private static final int NEVER = Integer.MAX_VALUE;
  private static final int BATCH = 21;
  private static final int TOKENS = 7;
  private static final int WORDS = 50;
  private static final int CLASSES = 11;

  /** Swaps all forms at once, when they have been asked for often enough. */
  private static final class SwapAfter implements WarmUp {
    private final int moment;
    private int asked;

    SwapAfter(int moment) {
      this.moment = moment;
    }

    @Override
    public <T> Form<T> form(Piece<T> piece) {
      T standIn = piece.standIn();
      T vector = piece.vector();
      return work -> {
        if (work > 0) {
          asked++;
        }
        return asked > moment ? vector : standIn;
      };
    }
  }

  private static Map<String, Tensor> bags(WarmUp warmUp, int threads) {
    BackendOptions options = BackendOptions.standard().withThreads(threads);
    try (Engine engine = Engine.of(new CpuBackend(options, warmUp));
        Training training =
            Training.of(
                    engine,
                    Sequential.of(
                        EmbeddingBag.mean(WORDS, 69),
                        Dense.of(69, 35),
                        Activation.gelu(),
                        Dense.of(35, CLASSES)))
                .indices(Shape.of(TOKENS))
                .labels()
                .loss(CrossEntropy.mean())
                .optimizer(Optimizers.adam().precededBy(Transformations.clipByGlobalNorm(0.5)))
                .seed(3)
                .build()) {
      TrainingStep step = training.step(BATCH);
      for (int i = 0; i < 2; i++) {
        step.features().write(numbers(BATCH * TOKENS, WORDS, i), 0);
        step.targets().write(numbers(BATCH, CLASSES, i), 0);
        step.run(2e-3);
      }
      return training.parameters();
    }
  }

  private static Map<String, Tensor> trained(Networks network, WarmUp warmUp, int threads) {
    BackendOptions options = BackendOptions.standard().withThreads(threads);
    try (Engine engine = Engine.of(new CpuBackend(options, warmUp));
        Training training = network.training(engine)) {
      network.train(training, 2);
      return training.weights();
    }
  }

  private static int[] numbers(int count, int bound, int seed) {
    int[] numbers = new int[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (i * 31 + seed * 7 + i * i) % bound;
    }
    return numbers;
  }

  private interface Trained {
    Map<String, Tensor> with(WarmUp warmUp, int threads);
  }

  @Test
  void bitsOfBagsAreTheSameWheneverVectorCodeTakesOver() {
    bitsAreTheSame(SwappedFormsTest::bags);
  }

  @ParameterizedTest
  @EnumSource
  void bitsAreTheSameWheneverVectorCodeTakesOver(Networks network) {
    bitsAreTheSame((warmUp, threads) -> trained(network, warmUp, threads));
  }

  private static void bitsAreTheSame(Trained trained) {
    SwapAfter never = new SwapAfter(NEVER);
    Map<String, Tensor> plain = trained.with(never, 2);
    assertThat(never.asked).isGreaterThan(2 * 15);
    for (int moment = 0; moment <= never.asked; moment += 1 + never.asked / 60) {
      int threads = 1 + moment % 3;
      assertThat(trained.with(new SwapAfter(moment), threads))
          .as("vector code from call %s on, %s threads", moment, threads)
          .isEqualTo(plain);
    }
  }
}
