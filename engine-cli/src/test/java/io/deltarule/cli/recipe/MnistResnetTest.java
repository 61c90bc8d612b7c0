package io.deltarule.cli.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.backend.Engine;
import io.deltarule.data.Dataset;
import io.deltarule.metric.Metric;
import io.deltarule.metric.TopK;
import io.deltarule.optim.Optimizers;
import io.deltarule.optim.Schedules;
import io.deltarule.train.Trainer;
import io.deltarule.train.Training;
import io.deltarule.train.Validation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The residual network, whose running statistics are a part of what is saved. */
class MnistResnetTest {
  private static final int STEPS = 60;

  @TempDir Path folder;

  private static Training training(Engine engine, long seed) {
    return new MnistResnet().problem(engine).optimizer(Optimizers.adam()).seed(seed).build();
  }

  private static Validation.Result validated(Training training, Dataset samples) {
    List<Metric> metrics = List.of(TopK.accuracy());
    return new Validation(training, samples, 100, metrics).run();
  }

  /** Other first weights, and statistics that nothing has moved, make no difference any more. */
  @Test
  void aFewStepsTeachDigitsAndASavedModelKnowsThemStill() throws IOException {
    Task task = MnistTask.load();
    Dataset test = task.test().range(0, 500);
    Path file = folder.resolve("resnet.safetensors");
    try (Engine engine = Engine.open("cpu");
        Training trained = training(engine, 1);
        Training loaded = training(engine, 2)) {
      Trainer.of(trained)
          .batchSize(64)
          .schedule(Schedules.constant(3e-3))
          .fit(task.train().range(0, 64 * STEPS));
      Validation.Result result = validated(trained, test);
      assertThat(result.metrics().get("accuracy")).isGreaterThan(0.7);
      trained.save(file);
      loaded.load(file);
      assertThat(validated(loaded, test)).isEqualTo(result);
      assertThat(trained.buffers().get("2.num_batches_tracked").floats()).containsExactly(STEPS);
      assertThat(trained.buffers()).hasSize(3 * 9);
    }
  }
}
