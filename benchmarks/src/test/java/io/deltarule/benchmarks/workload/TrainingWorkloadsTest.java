package io.deltarule.benchmarks.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.backend.BackendOptions;
import io.deltarule.backend.Engine;
import io.deltarule.layer.ParameterLayout;
import io.deltarule.train.Training;
import io.deltarule.train.TrainingStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingWorkloadsTest {
  /** The numbers of parameters are those of PyTorch's models of the same names. */
  @ParameterizedTest
  @CsvSource({"mlp-small, 101770", "mlp-large, 5824522", "text-embed, 1284290"})
  void eachWorkloadHasItsParametersAndLearnsItsBatch(String name, long parameters) {
    TrainingWorkload workload = TrainingWorkloads.named(name);
    try (Engine engine = Engine.open("cpu", BackendOptions.standard().withThreads(1));
        Training training = workload.training(engine)) {
      assertThat(training.layout().entries().stream().mapToLong(ParameterLayout.Entry::size).sum())
          .isEqualTo(parameters);
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
  }

  @ParameterizedTest
  @ValueSource(strings = {"cnn-mnist", "resnet20", "char-lstm", "gpt-nano", "gpt2-124m"})
  void aReservedNameSaysSo(String name) {
    assertThatThrownBy(() -> TrainingWorkloads.named(name))
        .hasMessage(
            "workload '"
                + name
                + "' is not there yet: its name is reserved until the engine has its layers; there"
                + " are mlp-small, mlp-large, text-embed");
  }

  @Test
  void anUnknownNameIsAnsweredWithThoseThereAre() {
    assertThatThrownBy(() -> TrainingWorkloads.named("mlp"))
        .hasMessage("there is no workload 'mlp'; there are mlp-small, mlp-large, text-embed");
  }
}
