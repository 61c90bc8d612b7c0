package io.deltarule.parity.golden;

import static io.deltarule.parity.golden.GoldenScenario.RATE;
import static io.deltarule.parity.golden.GoldenScenario.SMALL_RATE;

import io.deltarule.expr.Expr;
import io.deltarule.expr.ScalarType;
import io.deltarule.graph.Value;
import io.deltarule.layer.Activation;
import io.deltarule.layer.AttentionMask;
import io.deltarule.layer.Dense;
import io.deltarule.layer.Embedding;
import io.deltarule.layer.ForwardPass;
import io.deltarule.layer.Gpt;
import io.deltarule.layer.GptConfig;
import io.deltarule.layer.GroupedQueryAttention;
import io.deltarule.layer.Layer;
import io.deltarule.layer.MultiHeadAttention;
import io.deltarule.layer.RmsNorm;
import io.deltarule.layer.RotaryPositions;
import io.deltarule.layer.SwiGlu;
import io.deltarule.layer.TransformerDecoderLayer;
import io.deltarule.layer.TransformerEncoderLayer;
import io.deltarule.loss.CrossEntropy;
import io.deltarule.optim.Optimizers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Language models, and classifiers of texts of which a part is padding. */
final class TransformerScenarios {
  private static final int VOCABULARY = 11;
  private static final int CONTEXT = 9;
  private static final int WIDTH = 6;
  private static final int HEADS = 2;
  private static final int OUTPUTS = 5;
  private static final int PADDING = 0;

  private TransformerScenarios() {}

  static List<GoldenScenario> all() {
    TransformerEncoderLayer encoder = TransformerEncoderLayer.of(WIDTH, HEADS, 10);
    TransformerDecoderLayer decoder = TransformerDecoderLayer.of(WIDTH, HEADS, 9);
    Activation gelu = Activation.gelu();
    return List.of(
        of("gpt.adamW", Gpt.of(GptConfig.of(VOCABULARY, CONTEXT, 2, HEADS, WIDTH)))
            .withOptimizer(Optimizers.adamW(0.125))
            .withRate(SMALL_RATE),
        language("llama", new Llama()),
        of("multiHeadAttention.padding", new Padded()).withRate(RATE),
        language("transformer.normLast", new EncoderDecoder(encoder, decoder)),
        language(
            "transformer.normFirst",
            new EncoderDecoder(
                encoder.normFirst().withActivation(gelu),
                decoder.normFirst().withActivation(gelu))));
  }

  private static GoldenScenario of(String name, Layer model) {
    return GoldenScenario.of("layer." + name, model, CrossEntropy.mean());
  }

  private static GoldenScenario language(String name, Layer model) {
    return of(name, model).withOptimizer(Optimizers.adamW(0)).withRate(SMALL_RATE);
  }

  private static Value padding(Value tokens) {
    Expr isPadding = Expr.input(0, ScalarType.INT).eq(Expr.constantInt(PADDING));
    return AttentionMask.ofPadding(
        tokens.pointwise(Expr.select(isPadding, Expr.constantInt(1), Expr.constantInt(0))));
  }

  /** A block of LLaMA with four heads in two groups, and a norm before the output. */
  private static final class Llama implements Layer {
    private static final int WIDTH = 8;

    private final Map<String, Layer> children = new LinkedHashMap<>();

    Llama() {
      children.put("embed_tokens", Embedding.of(VOCABULARY, WIDTH));
      children.put("input_layernorm", norm());
      children.put(
          "self_attn",
          GroupedQueryAttention.of(WIDTH, 4, 2).causal().withPositions(RotaryPositions.standard()));
      children.put("post_attention_layernorm", norm());
      children.put("mlp", SwiGlu.of(WIDTH, 10));
      children.put("norm", norm());
      children.put("lm_head", Dense.of(WIDTH, VOCABULARY).withoutBias());
    }

    private static RmsNorm norm() {
      return RmsNorm.of(WIDTH).withEpsilon(0x1p-20);
    }

    @Override
    public Map<String, Layer> children() {
      return children;
    }

    private Value child(String name, Value input, ForwardPass pass) {
      return pass.child(name, children.get(name), input);
    }

    @Override
    public Value forward(Value tokens, ForwardPass pass) {
      Value x = child("embed_tokens", tokens, pass);
      x = x.add(child("self_attn", child("input_layernorm", x, pass), pass));
      x = x.add(child("mlp", child("post_attention_layernorm", x, pass), pass));
      return child("lm_head", child("norm", x, pass), pass);
    }
  }

  /** Words, an attention that does not see padding, and a classification of each text. */
  private static final class Padded implements Layer {
    private final Embedding words = Embedding.of(VOCABULARY, WIDTH);
    private final MultiHeadAttention attention = MultiHeadAttention.of(WIDTH, HEADS);
    private final Dense head = Dense.of(WIDTH, OUTPUTS);

    @Override
    public Map<String, Layer> children() {
      return Map.of("words", words, "attention", attention, "head", head);
    }

    @Override
    public Value forward(Value tokens, ForwardPass pass) {
      Value x = pass.child("words", words, tokens);
      Value mask = padding(tokens);
      Value y = pass.graph().scoped("attention", () -> attention.attend(x, x, mask, pass));
      return pass.child("head", head, y.mean(1));
    }
  }

  /** An encoder that does not see padding, and a decoder that attends to what it gives. */
  private static final class EncoderDecoder implements Layer {
    private final Embedding words = Embedding.of(VOCABULARY, WIDTH);
    private final TransformerEncoderLayer encoder;
    private final TransformerDecoderLayer decoder;
    private final Dense head = Dense.of(WIDTH, VOCABULARY);

    EncoderDecoder(TransformerEncoderLayer encoder, TransformerDecoderLayer decoder) {
      this.encoder = encoder;
      this.decoder = decoder;
    }

    @Override
    public Map<String, Layer> children() {
      Map<String, Layer> children = new LinkedHashMap<>();
      children.put("words", words);
      children.put("encoder", encoder);
      children.put("decoder", decoder);
      children.put("head", head);
      return children;
    }

    @Override
    public Value forward(Value tokens, ForwardPass pass) {
      Value x = pass.child("words", words, tokens);
      Value mask = padding(tokens);
      Value memory = pass.graph().scoped("encoder", () -> encoder.encode(x, mask, pass));
      Value y = pass.graph().scoped("decoder", () -> decoder.decode(x, memory, mask, pass));
      return pass.child("head", head, y);
    }
  }
}
