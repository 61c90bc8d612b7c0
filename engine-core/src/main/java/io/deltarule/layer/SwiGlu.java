package io.deltarule.layer;

import io.deltarule.expr.Expr;
import io.deltarule.graph.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The gated feed-forward layer {@code down(silu(gate(x)) up(x))} (Shazeer 2020). Input and output
 * [..., width]. Children as LLaMA names them, without biases: {@code gate_proj} and {@code up_proj}
 * [hidden, width], {@code down_proj} [width, hidden].
 */
public final class SwiGlu implements Layer {
  private final Dense gate;
  private final Dense up;
  private final Dense down;

  private SwiGlu(int width, int hidden) {
    gate = Dense.of(width, hidden).withoutBias();
    up = Dense.of(width, hidden).withoutBias();
    down = Dense.of(hidden, width).withoutBias();
  }

  public static SwiGlu of(int width, int hidden) {
    return new SwiGlu(width, hidden);
  }

  @Override
  public Map<String, Layer> children() {
    Map<String, Layer> children = new LinkedHashMap<>();
    children.put("gate_proj", gate);
    children.put("up_proj", up);
    children.put("down_proj", down);
    return children;
  }

  @Override
  public Value forward(Value input, ForwardPass pass) {
    Value gated = pass.child("gate_proj", gate, input);
    Value raised = pass.child("up_proj", up, input);
    Expr product = Activations.silu().of(Expr.input(0)).times(Expr.input(1));
    return pass.child("down_proj", down, gated.pointwise(product, raised));
  }

  @Override
  public String toString() {
    return "SwiGlu(" + gate + ", " + down + ")";
  }
}
