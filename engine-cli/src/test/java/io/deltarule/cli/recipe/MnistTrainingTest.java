package io.deltarule.cli.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.backend.Engine;
import io.deltarule.data.Dataset;
import io.deltarule.metric.TopK;
import io.deltarule.optim.Optimizers;
import io.deltarule.optim.Schedules;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import io.deltarule.train.Trainer;
import io.deltarule.train.Training;
import io.deltarule.train.TrainingResult;
import io.deltarule.train.Validation;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The recipes' networks on the real digits. */
class MnistTrainingTest {
  private static final int FEW = 20;

  /** A network that cannot learn twenty images by heart has a broken gradient. */
  @ParameterizedTest
  @ValueSource(strings = {"mnist-mlp", "mnist-cnn", "mnist-resnet"})
  void twentyImagesAreLearntByHeart(String recipe) throws IOException {
    Dataset all = MnistTask.load().train();
    Dataset few =
        Dataset.classification(
            Tensor.of(
                Shape.of(FEW, MnistTask.PIXELS),
                Arrays.copyOf(all.features().floats(), FEW * MnistTask.PIXELS)),
            Tensor.of(Shape.of(FEW), Arrays.copyOf(all.targets().ints(), FEW)),
            MnistTask.DIGITS);
    try (Engine engine = Engine.open("cpu");
        Training training =
            Recipes.named(recipe)
                .orElseThrow()
                .problem(engine)
                .optimizer(Optimizers.adam())
                .seed(1)
                .build()) {
      TrainingResult result =
          Trainer.of(training)
              .batchSize(FEW)
              .epochs(60)
              .schedule(Schedules.constant(1e-3))
              .fit(few);
      assertThat(result.end()).isEqualTo(TrainingResult.End.COMPLETED);
      Validation.Result found = new Validation(training, few, FEW, List.of(TopK.accuracy())).run();
      assertThat(found.metrics().get("accuracy")).isEqualTo(1.0);
    }
  }
}
