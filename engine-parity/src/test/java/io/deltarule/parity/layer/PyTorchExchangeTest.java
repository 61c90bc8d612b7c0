package io.deltarule.parity.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.backend.Engine;
import io.deltarule.layer.Activation;
import io.deltarule.layer.Dense;
import io.deltarule.layer.Layer;
import io.deltarule.layer.Sequential;
import io.deltarule.loss.CrossEntropy;
import io.deltarule.optim.Optimizers;
import io.deltarule.parity.golden.BuiltModel;
import io.deltarule.parity.golden.Closeness;
import io.deltarule.parity.golden.Evaluated;
import io.deltarule.parity.golden.Golden;
import io.deltarule.parity.golden.Recording;
import io.deltarule.persist.SafetensorsFile;
import io.deltarule.persist.TensorInfo;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import io.deltarule.train.Training;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models go to PyTorch and come from it as safetensors, under its names and in its shapes. */
class PyTorchExchangeTest {
  private static final Recording RESULTS = Golden.read("network-results");
  private static final Path RECORDED = Golden.path("network");
  private static final Closeness BOUND = new Closeness(1e-13, 1e-15);

  /** The model that golden_network.py builds of nn.Sequential. */
  private static Layer model() {
    Map<String, Layer> layers = new LinkedHashMap<>();
    layers.put("encoder", Sequential.of(Dense.of(6, 5), Activation.gelu(), Dense.of(5, 4)));
    layers.put("activation", Activation.tanh());
    layers.put("head", Dense.of(4, 3).withoutBias());
    return Sequential.named(layers);
  }

  private static Training training(Engine engine, Layer model) {
    return Training.of(engine, model)
        .features(Shape.of(6))
        .labels()
        .loss(CrossEntropy.mean())
        .optimizer(Optimizers.sgd())
        .build();
  }

  @Test
  void recordedModelGivesTheSameOutput() throws IOException {
    try (Engine engine = Engine.open("reference");
        Training training = training(engine, model())) {
      training.load(RECORDED);
      Tensor logits = training.inference(7).predict(RESULTS.tensor("x"));
      BOUND.require("logits", logits, RESULTS.tensor("logits"));
    }
  }

  @Test
  void lossAndEveryGradientAreTheSame() throws IOException {
    Map<String, Tensor> parameters = SafetensorsFile.readAll(RECORDED);
    Evaluated found =
        BuiltModel.evaluate(
            model(),
            parameters,
            RESULTS.tensor("x"),
            logits ->
                CrossEntropy.mean()
                    .apply(logits, logits.graph().constant(RESULTS.tensor("labels"))));
    BOUND.require("loss", found.value(), RESULTS.tensor("loss"));
    parameters
        .keySet()
        .forEach(
            name ->
                BOUND.require(
                    name, found.gradients().get(name), RESULTS.tensor("gradient." + name)));
    assertThat(found.gradients().keySet()).containsAll(parameters.keySet());
  }

  @Test
  void savedModelHasTheNamesTypesAndShapesOfAStateDictionary(@TempDir Path folder)
      throws IOException {
    Path saved = folder.resolve("model.safetensors");
    try (Engine engine = Engine.open("reference");
        Training training = training(engine, model())) {
      training.save(saved);
    }
    assertThat(layout(saved))
        .isEqualTo(layout(RECORDED))
        .containsEntry("encoder.0.weight", "F32[5, 6]")
        .containsEntry("encoder.2.bias", "F32[4]")
        .containsEntry("head.weight", "F32[3, 4]")
        .hasSize(5);
  }

  private static Map<String, String> layout(Path path) throws IOException {
    Map<String, String> layout = new TreeMap<>();
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      for (TensorInfo info : file.tensors()) {
        layout.put(info.name(), info.type() + info.shape().toString());
      }
    }
    return layout;
  }

  @Test
  void whatWasLoadedIsSavedAgainToTheBit(@TempDir Path folder) throws IOException {
    Path saved = folder.resolve("model.safetensors");
    try (Engine engine = Engine.open("reference");
        Training training = training(engine, model())) {
      training.load(RECORDED);
      training.save(saved);
    }
    assertThat(SafetensorsFile.readAll(saved)).isEqualTo(SafetensorsFile.readAll(RECORDED));
  }

  @Test
  void modelOfOtherNamesOrShapesIsRefusedAndNothingIsLoaded() {
    Layer other = Sequential.of(Dense.of(6, 5), Activation.gelu(), Dense.of(5, 3));
    try (Engine engine = Engine.open("reference");
        Training training = training(engine, other)) {
      Map<String, Tensor> before = training.parameters();
      assertThatThrownBy(() -> training.load(RECORDED))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll(
              "'0.weight' [5, 6] is missing",
              "'encoder.0.weight' is no parameter or buffer of this model");
      assertThat(training.parameters()).isEqualTo(before);
    }
  }
}
