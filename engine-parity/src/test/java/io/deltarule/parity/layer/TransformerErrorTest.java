package io.deltarule.parity.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.graph.Graph;
import io.deltarule.graph.TensorType;
import io.deltarule.layer.AttentionMask;
import io.deltarule.layer.Gpt;
import io.deltarule.layer.GptConfig;
import io.deltarule.layer.GroupedQueryAttention;
import io.deltarule.layer.Layer;
import io.deltarule.layer.LearnedPositions;
import io.deltarule.layer.MultiHeadAttention;
import io.deltarule.layer.ParameterLayout;
import io.deltarule.layer.RotaryPositions;
import io.deltarule.layer.Sequential;
import io.deltarule.layer.TransformerDecoderLayer;
import io.deltarule.layer.TransformerEncoderLayer;
import io.deltarule.parity.golden.BuiltModel;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

/** What does not fit into a transformer is refused: who, what was expected and found, a remedy. */
class TransformerErrorTest {
  private static AbstractThrowableAssert<?, ? extends Throwable> refused(
      Layer layer, int... input) {
    Layer model = Sequential.named(Map.of("block", layer));
    return assertThatThrownBy(() -> BuiltModel.build(model, input))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void headsThatDoNotDivideTheWidthAreRefusedAtConstruction() {
    assertThatThrownBy(() -> MultiHeadAttention.of(10, 4))
        .hasMessageContainingAll("MultiHeadAttention", "10", "4 heads", "multiple");
    assertThatThrownBy(() -> TransformerEncoderLayer.of(10, 4, 8)).hasMessageContaining("divide");
    assertThatThrownBy(() -> GptConfig.of(5, 5, 1, 3, 7)).hasMessageContainingAll("Gpt", "7", "3");
  }

  @Test
  void groupsThatDoNotDivideTheHeadsAreRefusedAtConstruction() {
    assertThatThrownBy(() -> GroupedQueryAttention.of(12, 6, 4))
        .hasMessageContainingAll("GroupedQueryAttention", "4 groups", "6 heads", "divisor");
  }

  @Test
  void anAttentionNamesItselfItsWidthAndTheInput() {
    refused(MultiHeadAttention.of(8, 2), 2, 5, 7)
        .hasMessageContainingAll("MultiHeadAttention", "'block'", "[B, T, 8]", "[2, 5, 7]");
    refused(MultiHeadAttention.of(8, 2), 5, 8).hasMessageContainingAll("'block'", "[5, 8]");
    refused(GroupedQueryAttention.of(8, 2, 1), 5, 8).hasMessageContainingAll("'block'", "[5, 8]");
  }

  @Test
  void aSequenceLongerThanTheContextIsRefused() {
    refused(LearnedPositions.of(4, 3), 2, 5, 3)
        .hasMessageContainingAll("LearnedPositions", "'block'", "context 4", "[2, 5, 3]", "cut");
    refused(Gpt.of(GptConfig.of(7, 4, 1, 1, 2)), 2, 5)
        .hasMessageContainingAll("Gpt", "context 4", "[2, 5]", "cut");
  }

  @Test
  void anOddHeadCannotBeTurned() {
    refused(RotaryPositions.standard(), 2, 1, 4, 5)
        .hasMessageContainingAll("RotaryPositions", "even", "[2, 1, 4, 5]");
    assertThatThrownBy(
            () -> GroupedQueryAttention.of(12, 4, 2).withPositions(RotaryPositions.standard()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("GroupedQueryAttention", "even", "12 / 4 = 3", "choose");
  }

  @Test
  void aMaskOfNumbersIsRefused() {
    Graph graph = new Graph();
    assertThatThrownBy(
            () -> AttentionMask.ofPadding(graph.placeholder("mask", TensorType.float32(2, 3))))
        .hasMessageContainingAll("AttentionMask", "INT32", "[B, S]");
  }

  @Test
  void parametersHavePyTorchsNames() {
    assertThat(names(TransformerDecoderLayer.of(4, 2, 6)))
        .contains(
            "self_attn.in_proj_weight",
            "self_attn.out_proj.bias",
            "multihead_attn.in_proj_bias",
            "linear1.weight",
            "linear2.bias",
            "norm3.weight");
  }

  /**
   * Those of Hugging Face's file of GPT-2, and as many parameters as the paper's smallest model.
   */
  @Test
  void gptHasTheNamesAndTheSizeOfGpt2() {
    ParameterLayout layout = ParameterLayout.of(Gpt.of(GptConfig.gpt2()));
    assertThat(layout.parameterCount()).isEqualTo(124_439_808);
    assertThat(layout.entries())
        .extracting(ParameterLayout.Entry::name)
        .contains(
            "wte.weight",
            "wpe.weight",
            "h.0.ln_1.weight",
            "h.0.attn.c_attn.weight",
            "h.0.attn.c_proj.bias",
            "h.11.ln_2.bias",
            "h.11.mlp.c_fc.weight",
            "h.11.mlp.c_proj.weight",
            "ln_f.bias")
        .hasSize(2 + 12 * 12 + 2);
  }

  private static Iterable<String> names(Layer layer) {
    return ParameterLayout.of(layer).entries().stream().map(ParameterLayout.Entry::name).toList();
  }
}
