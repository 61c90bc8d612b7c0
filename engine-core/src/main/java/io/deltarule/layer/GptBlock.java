package io.deltarule.layer;

import io.deltarule.graph.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A block of GPT-2 (Radford et al. 2019): {@code x + attn(ln_1(x))}, then {@code x + mlp(ln_2(x))},
 * with GELU by tanh and a hidden width of four times the width. Input and output [B, T, width].
 * Children: {@code ln_1}, {@code attn}, {@code ln_2}, {@code mlp.c_fc} and {@code mlp.c_proj}.
 */
public final class GptBlock implements Layer {
  private final GptConfig config;
  private final GptAttention attention;
  private final Map<String, Layer> children = new LinkedHashMap<>();

  public GptBlock(GptConfig config) {
    this.config = config;
    attention = new GptAttention(config);
    int width = config.width();
    Map<String, Layer> network = new LinkedHashMap<>();
    network.put("c_fc", TransposedDense.of(width, 4 * width, Initializers.normal(0.02)));
    network.put("act", Activation.of(Activations.geluTanh()));
    Initializer ofOutput = Initializers.normal(config.residualDeviation());
    network.put("c_proj", TransposedDense.of(4 * width, width, ofOutput));
    children.put("ln_1", LayerNorm.of(width));
    children.put("attn", attention);
    children.put("ln_2", LayerNorm.of(width));
    children.put("mlp", Sequential.named(network));
  }

  @Override
  public Map<String, Layer> children() {
    return children;
  }

  @Override
  public Value forward(Value input, ForwardPass pass) {
    Value attended = input.add(branch("ln_1", "attn", input, pass));
    return attended.add(branch("ln_2", "mlp", attended, pass));
  }

  /** One token [B, 1, width], which sees those before it in the cache. */
  Value decode(Value input, DecodingStep step) {
    ForwardPass pass = step.pass();
    Value normed = pass.child("ln_1", children.get("ln_1"), input);
    Value attended = input.add(pass.graph().scoped("attn", () -> attention.decode(normed, step)));
    return attended.add(branch("ln_2", "mlp", attended, pass));
  }

  private Value branch(String norm, String name, Value input, ForwardPass pass) {
    Value normed = pass.child(norm, children.get(norm), input);
    Value result = pass.child(name, children.get(name), normed);
    return Dropout.of(config.dropout()).forward(result, pass);
  }

  @Override
  public String toString() {
    return "GptBlock(" + config.width() + ", " + config.heads() + " heads)";
  }
}
