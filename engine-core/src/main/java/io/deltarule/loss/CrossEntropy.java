package io.deltarule.loss;

import io.deltarule.expr.Expr;
import io.deltarule.expr.ScalarType;
import io.deltarule.graph.Value;
import io.deltarule.op.Pointwise;
import io.deltarule.op.SoftmaxCrossEntropy;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Cross-entropy of softmax probabilities. Prediction: logits [B..., C], classes along the last
 * axis. Target: INT32 labels [B...], or a distribution FLOAT32 [B..., C].
 *
 * <p>With smoothing e the target distribution is (1 - e) times the given one plus e / C (Szegedy et
 * al. 2016). Class weights multiply each class's term. The mean over labels is PyTorch's: divided
 * by the sum of the weights of the labels that are not ignored; over distributions, by the number
 * of rows.
 *
 * @param reduction how the losses of the rows become one number
 * @param labelSmoothing e, from 0 to 1
 * @param classWeights a weight a class, if any
 * @param ignoreIndex a label whose rows count for nothing, if any
 */
public record CrossEntropy(
    Reduction reduction,
    double labelSmoothing,
    Optional<List<Float>> classWeights,
    OptionalInt ignoreIndex)
    implements Loss {

  public CrossEntropy {
    if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
      throw new IllegalArgumentException(
          "crossEntropy: labelSmoothing must be from 0 to 1, got " + labelSmoothing);
    }
    classWeights = classWeights.map(List::copyOf);
  }

  /** The mean over the batch, without smoothing, weights or an ignored label. */
  public static CrossEntropy mean() {
    return of(Reduction.MEAN);
  }

  /** Without smoothing, weights or an ignored label. */
  public static CrossEntropy of(Reduction reduction) {
    return new CrossEntropy(reduction, 0, Optional.empty(), OptionalInt.empty());
  }

  public CrossEntropy withLabelSmoothing(double smoothing) {
    return new CrossEntropy(reduction, smoothing, classWeights, ignoreIndex);
  }

  public CrossEntropy withClassWeights(List<Float> weights) {
    return new CrossEntropy(reduction, labelSmoothing, Optional.of(weights), ignoreIndex);
  }

  public CrossEntropy ignoring(int label) {
    return new CrossEntropy(reduction, labelSmoothing, classWeights, OptionalInt.of(label));
  }

  @Override
  public Value apply(Value logits, Value target) {
    int classes = logits.shape().rank() == 0 ? 0 : logits.shape().dim(-1);
    classWeights.ifPresent(
        weights -> {
          if (weights.size() != classes) {
            throw new IllegalArgumentException(
                "crossEntropy: "
                    + classes
                    + " classes need as many weights, got "
                    + weights.size());
          }
        });
    return target.dtype().isFloating()
        ? ofDistribution(logits, target, classes)
        : ofLabels(logits, target, classes);
  }

  @Override
  public Optional<LabelRange> labels(Shape prediction) {
    return Optional.of(new LabelRange(prediction.dim(-1), ignoreIndex));
  }

  private Value ofDistribution(Value logits, Value target, int classes) {
    Shapes.requireSame("crossEntropy", logits, target);
    if (ignoreIndex.isPresent()) {
      throw new IllegalArgumentException(
          "crossEntropy: a distribution has no label to ignore; give labels or don't ignore");
    }
    Value smoothed =
        labelSmoothing == 0 ? target : target.mul(1 - labelSmoothing).add(labelSmoothing / classes);
    Value terms = smoothed.mul(logits.logSoftmax(-1));
    if (classWeights.isPresent()) {
      terms = terms.mul(weights(logits));
    }
    return reduction.apply(terms.sum(-1).neg());
  }

  private Value ofLabels(Value logits, Value labels, int classes) {
    Value losses =
        logits.graph().apply(new SoftmaxCrossEntropy(), List.of(logits, labels)).output(0);
    if (labelSmoothing == 0 && classWeights.isEmpty() && ignoreIndex.isEmpty()) {
      return reduction.apply(losses);
    }
    Value counted = counted(labels);
    Value weightOfLabel =
        classWeights.isEmpty()
            ? counted
            : weights(logits).gather(anyClass(labels, classes)).mul(counted);
    Value total = losses.mul(weightOfLabel).mul(1 - labelSmoothing);
    if (labelSmoothing > 0) {
      Value terms = logits.logSoftmax(-1);
      Value weighted = classWeights.isEmpty() ? terms : terms.mul(weights(logits));
      Value smooth = weighted.sum(-1).neg().mul(counted);
      total = total.add(smooth.mul(labelSmoothing / classes));
    }
    return switch (reduction) {
      case NONE -> total;
      case SUM -> total.sum();
      case MEAN -> total.sum().div(weightOfLabel.sum());
    };
  }

  private Value weights(Value logits) {
    float[] weights = new float[classWeights.get().size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = classWeights.get().get(i);
    }
    return logits.graph().constant(Tensor.of(Shape.of(weights.length), weights));
  }

  /** 1 for a row that counts, 0 for one that is ignored. */
  private Value counted(Value labels) {
    Expr label = Expr.input(0, ScalarType.INT);
    Expr counted =
        ignoreIndex.isEmpty()
            ? label.ge(Expr.constantInt(0))
            : label.ne(Expr.constantInt(ignoreIndex.getAsInt()));
    return Pointwise.apply(Expr.select(counted, Expr.ONE, Expr.ZERO), labels);
  }

  /** The labels, with those that are ignored moved to some class: their weight is masked. */
  private static Value anyClass(Value labels, int classes) {
    Expr label = Expr.input(0, ScalarType.INT);
    Expr bounded = label.max(Expr.constantInt(0)).min(Expr.constantInt(classes - 1));
    return Pointwise.apply(bounded, labels);
  }
}
