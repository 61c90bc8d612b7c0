package io.deltarule.layer;

import io.deltarule.graph.Value;
import io.deltarule.op.Attention;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * GPT-2's causal self-attention. Input and output [B, T, width]. Children: {@code c_attn}, whose
 * weight [width, 3 width] projects to queries, keys and values, and {@code c_proj}, whose weight
 * [width, width] projects what the heads give.
 */
public final class GptAttention implements Layer {
  private final GptConfig config;
  private final TransposedDense projection;
  private final TransposedDense output;

  public GptAttention(GptConfig config) {
    this.config = config;
    projection = TransposedDense.of(config.width(), 3 * config.width(), Initializers.normal(0.02));
    output =
        TransposedDense.of(
            config.width(), config.width(), Initializers.normal(config.residualDeviation()));
  }

  @Override
  public Map<String, Layer> children() {
    Map<String, Layer> children = new LinkedHashMap<>();
    children.put("c_attn", projection);
    children.put("c_proj", output);
    return children;
  }

  @Override
  public Value forward(Value input, ForwardPass pass) {
    Heads.requireSequences("GptAttention", "input", input, config.width(), pass);
    List<Value> qkv = Heads.split(pass.child("c_attn", projection, input), 3, config.heads());
    Value attended =
        Attention.ofWidth(config.width() / config.heads(), true)
            .of(qkv.get(0), qkv.get(1), qkv.get(2));
    return pass.child("c_proj", output, Heads.join(attended));
  }

  /** One token [B, 1, width], which sees those before it in the cache. */
  Value decode(Value input, DecodingStep step) {
    Heads.requireSequences("GptAttention", "input", input, config.width(), step.pass());
    List<Value> qkv =
        Heads.split(step.pass().child("c_attn", projection, input), 3, config.heads());
    Value keys = step.remember("keys", qkv.get(1));
    Value values = step.remember("values", qkv.get(2));
    Value attended =
        Attention.ofWidth(config.width() / config.heads(), false)
            .of(qkv.get(0), keys, values, step.mask());
    return step.pass().child("c_proj", output, Heads.join(attended));
  }

  @Override
  public String toString() {
    return "GptAttention(" + config.width() + ", " + config.heads() + " heads)";
  }
}
