package io.deltarule.cli.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.backend.Engine;
import io.deltarule.data.Dataset;
import io.deltarule.metric.TopK;
import io.deltarule.optim.Optimizers;
import io.deltarule.train.EpochResult;
import io.deltarule.train.Trainer;
import io.deltarule.train.Training;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class TwentyImagesTest {
  private static final int IMAGES = 20;

  @Test
  void areLearntByHeart() throws IOException {
    MnistMlp recipe = new MnistMlp();
    Dataset twenty = recipe.load(0).train().range(0, IMAGES);
    try (Engine engine = Engine.open("cpu");
        Training training = recipe.problem(engine).optimizer(Optimizers.adam()).build()) {
      Trainer trainer =
          Trainer.of(training).batchSize(IMAGES).epochs(100).validation(twenty, TopK.accuracy());
      EpochResult last = trainer.fit(twenty).last().orElseThrow();
      assertThat(last.metrics()).containsEntry("accuracy", 1.0);
    }
  }
}
