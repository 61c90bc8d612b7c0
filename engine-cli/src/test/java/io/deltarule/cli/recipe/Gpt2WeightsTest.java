package io.deltarule.cli.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.deltarule.backend.Engine;
import io.deltarule.layer.Gpt;
import io.deltarule.layer.GptConfig;
import io.deltarule.layer.ParameterLayout;
import io.deltarule.loss.CrossEntropy;
import io.deltarule.optim.Optimizers;
import io.deltarule.parity.golden.Recording;
import io.deltarule.persist.MalformedFileException;
import io.deltarule.persist.SafetensorsWriter;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import io.deltarule.train.Evaluation;
import io.deltarule.train.Training;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as Hugging Face writes them, with weights that were recorded from PyTorch. */
class Gpt2WeightsTest {
  private static final Gpt2Size TINY = new Gpt2Size("tiny", GptConfig.of(11, 9, 2, 2, 6));
  private static final Recording RECORDED = Recording.read("layer.gpt.adamW.safetensors");

  @TempDir Path folder;

  /** The recorded weights with a prefix, the causal masks, and the output's weights once more. */
  private static Map<String, Tensor> published(String prefix) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    RECORDED.under("initial.").forEach((name, tensor) -> tensors.put(prefix + name, tensor));
    for (int block = 0; block < 2; block++) {
      String attention = prefix + "h." + block + ".attn.";
      tensors.put(attention + "bias", Tensor.of(Shape.of(1, 1, 2, 2), 1f, 0f, 1f, 1f));
      tensors.put(attention + "masked_bias", Tensor.scalar(-1e4f));
    }
    tensors.put("lm_head.weight", RECORDED.tensor("initial.wte.weight"));
    return tensors;
  }

  private Path written(Map<String, Tensor> tensors) throws IOException {
    Path file = folder.resolve("weights.safetensors");
    SafetensorsWriter.write(file, tensors, Map.of("format", "pt"));
    return file;
  }

  /** PyTorch's first loss is ours. */
  @ParameterizedTest
  @ValueSource(strings = {"", "transformer."})
  void aFileOfHuggingFacesGivesWhatPytorchGives(String prefix) throws IOException {
    Path file = written(published(prefix));
    Gpt2Weights.check(file, TINY);
    Shape sequence = Shape.of(7);
    try (Engine engine = Engine.open("reference");
        Training training =
            Training.of(engine, Gpt.of(TINY.config()))
                .indices(sequence)
                .labels(sequence)
                .loss(CrossEntropy.mean())
                .optimizer(Optimizers.sgd())
                .build()) {
      training.setParameters(Gpt2Weights.read(file));
      Evaluation evaluation = training.evaluation(6);
      evaluation.features().write(RECORDED.row("x", 0));
      evaluation.targets().write(RECORDED.row("target", 0));
      evaluation.run();
      assertThat((double) evaluation.loss())
          .isCloseTo(RECORDED.numbers("float64.losses")[0], within(1e-6));
    }
  }

  /** A file that shares memory may have the embedding as the output's weights alone. */
  @Test
  void theOutputsWeightsMayStandForTheEmbedding() throws IOException {
    Map<String, Tensor> tensors = published("transformer.");
    Tensor embedding = tensors.remove("transformer.wte.weight");
    assertThat(Gpt2Weights.read(written(tensors)).get("wte.weight")).isEqualTo(embedding);
  }

  private void assertRefused(Map<String, Tensor> tensors, String... messages) throws IOException {
    Path file = written(tensors);
    assertThatThrownBy(() -> Gpt2Weights.check(file, TINY))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageStartingWith(file + ": these are not the weights of a GPT-2 of size tiny: ")
        .hasMessageContainingAll(messages)
        .hasMessageNotContaining("\n");
  }

  @Test
  void weightsOfAnotherArchitectureAreRefusedByName() throws IOException {
    assertRefused(
        Map.of(
            "bert.embeddings.word_embeddings.weight", Tensor.zeros(Shape.of(11, 6), DType.FLOAT32)),
        "missing 'wte.weight' [11, 6], 'wpe.weight' [9, 6], 'h.0.attn.c_attn.weight' [6, 18] and 25 more",
        "unknown 'bert.embeddings.word_embeddings.weight'",
        "give a file of Hugging Face's gpt2, or the --size that it has");
  }

  @Test
  void aShapeThatDiffersIsToldWithBoth() throws IOException {
    Map<String, Tensor> tensors = published("");
    tensors.put("h.1.attn.c_attn.weight", Tensor.zeros(Shape.of(18, 6), DType.FLOAT32));
    assertRefused(tensors, "'h.1.attn.c_attn.weight' is [18, 6] and not [6, 18]; give a file");
  }

  @Test
  void weightsOfAnotherPublishedSizeAreToldWithIt() throws IOException {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (ParameterLayout.Entry entry :
        ParameterLayout.of(Gpt.of(GptConfig.gpt2Large())).entries()) {
      shapes.put(entry.name(), entry.parameter().shape());
    }
    assertThat(Gpt2Weights.size(shapes).orElseThrow().name()).isEqualTo("774M");
    shapes.remove("h.35.ln_1.weight");
    assertThat(Gpt2Weights.size(shapes)).isEmpty();
  }

  @Test
  void outputsOfOtherWeightsAreRefused() throws IOException {
    Map<String, Tensor> tensors = published("transformer.");
    tensors.put("lm_head.weight", Tensor.zeros(Shape.of(11, 6), DType.FLOAT32));
    Path file = written(tensors);
    assertThatThrownBy(() -> Gpt2Weights.read(file))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageContainingAll("'lm_head.weight' differs from 'wte.weight'", "are tied");
  }

  @Test
  void aNameWithAndWithoutPrefixIsRefused() throws IOException {
    Map<String, Tensor> tensors = published("transformer.");
    tensors.put("ln_f.bias", Tensor.zeros(Shape.of(6), DType.FLOAT32));
    Path file = written(tensors);
    assertThatThrownBy(() -> Gpt2Weights.check(file, TINY))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageContaining("'ln_f.bias' comes twice, with and without 'transformer.'");
  }
}
