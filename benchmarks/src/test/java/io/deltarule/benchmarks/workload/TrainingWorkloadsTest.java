package io.deltarule.benchmarks.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.backend.BackendOptions;
import io.deltarule.backend.Engine;
import io.deltarule.tensor.Shape;
import io.deltarule.train.Training;
import io.deltarule.train.TrainingStep;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingWorkloadsTest {
  private static final String NAMES =
      "mlp-small, mlp-large, cnn-mnist, resnet20, text-embed, char-lstm, gpt-nano, gpt2-124m";

  /** The numbers of parameters are those of PyTorch's models of the same names. */
  @ParameterizedTest
  @CsvSource({
    "mlp-small, 101770",
    "mlp-large, 5824522",
    "cnn-mnist, 1199882",
    "resnet20, 272474",
    "text-embed, 1284290",
    "char-lstm, 886880",
    "gpt-nano, 10770816",
    "gpt2-124m, 124439808"
  })
  void eachWorkloadHasTheParametersOfItsModel(String name, long parameters) {
    assertThat(TrainingWorkloads.named(name).parameterCount()).isEqualTo(parameters);
  }

  /** The last dimension of what a model gives is the classes, those before it are the labels. */
  @ParameterizedTest
  @CsvSource({
    "mlp-small, 784, 10",
    "mlp-large, 784, 10",
    "cnn-mnist, 1x28x28, 10",
    "resnet20, 3x32x32, 10",
    "text-embed, 200, 2",
    "char-lstm, 64, 64x96",
    "gpt-nano, 256, 256x65"
  })
  void eachModelTakesSamplesAndGivesLogitsForEachLabel(String name, String takes, String gives) {
    TrainingWorkload workload = TrainingWorkloads.named(name);
    assertThat(workload.sample().features()).isEqualTo(shape(takes));
    assertThat(workload.sample().labels().append(workload.sample().classes()))
        .isEqualTo(shape(gives));
    try (Engine engine = Engine.open("cpu", BackendOptions.standard().withThreads(1));
        Training training = workload.training(engine)) {
      assertThat(training.inference(2).prediction().type().shape())
          .isEqualTo(Shape.of(2).append(shape(gives)));
    }
  }

  private static Shape shape(String text) {
    return Shape.of(Arrays.stream(text.split("x")).mapToInt(Integer::parseInt).toArray());
  }

  @ParameterizedTest
  @ValueSource(strings = {"mlp-small", "mlp-large", "cnn-mnist", "text-embed"})
  void aModelLearnsItsBatch(String name) {
    TrainingWorkload workload = TrainingWorkloads.named(name);
    try (Engine engine = Engine.open("cpu", BackendOptions.standard().withThreads(1));
        Training training = workload.training(engine)) {
      TrainingStep step = training.step(4);
      workload.randomBatch(4).writeTo(step);
      step.run(workload.learningRate());
      float first = step.loss();
      for (int i = 0; i < 20; i++) {
        step.run(workload.learningRate());
      }
      assertThat(step.loss() < 0.9f * first).as("loss %s, then %s", first, step.loss()).isTrue();
    }
  }

  @Test
  void theSameBatchIsDrawnEachTime() {
    TrainingWorkload workload = TrainingWorkloads.named("text-embed");
    assertThat(workload.randomBatch(3).tokens())
        .hasSize(600)
        .isEqualTo(workload.randomBatch(3).tokens());
    assertThat(workload.randomBatch(3).features()).isEmpty();
    assertThat(workload.randomBatch(3).labels()).hasSize(3);
  }

  @Test
  void aSequenceHasALabelAtEachStep() {
    RandomBatch batch = TrainingWorkloads.named("gpt2-124m").randomBatch(2);
    assertThat(batch.tokens()).hasSize(512);
    assertThat(batch.labels()).hasSize(512);
    assertThat(Arrays.stream(batch.labels()).max().orElseThrow()).isBetween(40_000, 50_256);
  }

  @Test
  void thereAreThoseThatAreNamedHereInThisOrder() {
    assertThat(TrainingWorkloads.names()).isEqualTo(NAMES);
    assertThat(TrainingWorkloads.all()).containsAll(TrainingWorkloads.quick());
  }

  @Test
  void anUnknownNameIsAnsweredWithThoseThereAre() {
    assertThatThrownBy(() -> TrainingWorkloads.named("mlp"))
        .hasMessage("there is no workload 'mlp'; there are " + NAMES);
  }
}
