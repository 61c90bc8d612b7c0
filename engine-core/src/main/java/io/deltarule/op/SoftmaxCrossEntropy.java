package io.deltarule.op;

import io.deltarule.expr.Expr;
import io.deltarule.expr.ScalarType;
import io.deltarule.graph.Node;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cross-entropy of softmax probabilities against class labels, along the last axis. Inputs: logits
 * [B, C] and INT32 labels [B], where B is any dimensions. Outputs, each [B]: the loss {@code lse -
 * logits[label]} and {@code lse = log sum_c exp(logits_c)}, both by the maximum-shifted form.
 *
 * <p>A label outside [0, C), such as an ignore index, has loss 0 and gradient 0.
 */
public record SoftmaxCrossEntropy() implements Op {
  @Override
  public String name() {
    return "softmax_cross_entropy";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Op.requireInputs(inputs, 2);
    Shape logits = Op.requireFloat(inputs.get(0)).shape();
    Shape labels = Op.requireInt(inputs.get(1), "labels").shape();
    if (logits.rank() < 1
        || logits.dim(-1) == 0
        || !logits.slice(0, logits.rank() - 1).equals(labels)) {
      throw new IllegalArgumentException(
          "logits "
              + logits
              + " need one label a row, [rows..., classes] and [rows...]; got labels "
              + labels);
    }
    TensorType row = inputs.get(0).withShape(labels);
    return List.of(row, row);
  }

  /**
   * {@code d logits_c = (p_c - [c = label]) dloss + p_c dlse} with {@code p_c = exp(logits_c -
   * lse)}: one pointwise pass.
   */
  @Override
  public List<Value> gradient(Node node, List<Value> upstream) {
    Value logits = node.input(0);
    int classes = logits.shape().dim(-1);
    Shape column = node.input(1).shape().append(1);
    List<Value> inputs = new ArrayList<>();
    inputs.add(logits);
    inputs.add(node.output(1).reshape(column));
    inputs.add(node.input(1).reshape(column));
    inputs.add(node.graph().iota(classes));

    Expr probability = Expr.input(0).minus(Expr.input(1)).exp();
    Expr label = Expr.input(2, ScalarType.INT);
    Expr gradient = null;
    if (upstream.get(0) != null) {
      Expr dloss = Expr.input(inputs.size());
      inputs.add(upstream.get(0).reshape(column));
      Expr valid = label.ge(Expr.constantInt(0)).and(label.lt(Expr.constantInt(classes)));
      Expr oneHot = Expr.select(label.eq(Expr.input(3, ScalarType.INT)), Expr.ONE, Expr.ZERO);
      gradient = Expr.select(valid, probability.minus(oneHot).times(dloss), Expr.ZERO);
    }
    if (upstream.get(1) != null) {
      Expr dlse = probability.times(Expr.input(inputs.size()));
      inputs.add(upstream.get(1).reshape(column));
      gradient = gradient == null ? dlse : gradient.plus(dlse);
    }
    Value dlogits = node.graph().apply(new Pointwise(gradient), inputs).output(0);
    return Arrays.asList(dlogits, null);
  }

  @Override
  public long flops(List<TensorType> inputs, List<TensorType> outputs) {
    return 4 * inputs.get(0).shape().elementCount();
  }
}
