package io.deltarule.loss;

import io.deltarule.expr.Expr;
import io.deltarule.expr.ScalarType;
import io.deltarule.graph.Value;
import io.deltarule.op.Concat;
import io.deltarule.op.CustomGradient;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Connectionist temporal classification (Graves et al. 2006): the negative logarithm of the
 * probability that a sequence of class probabilities spells a shorter sequence of labels, over all
 * alignments, with blanks between labels and labels repeated. Conventions are those of {@code
 * torch.nn.functional.ctc_loss}; the mean is over the batch of each loss by its target's length.
 *
 * <p>An alignment that fits in no way, such as of more labels than steps, has an infinite loss; its
 * gradient is 0. The gradient is that with respect to log-probabilities themselves: through {@code
 * logSoftmax} it is PyTorch's.
 *
 * @param reduction how the losses of the rows become one number
 * @param blank the class of no label
 * @param zeroInfinity whether an infinite loss counts as 0
 */
public record Ctc(Reduction reduction, int blank, boolean zeroInfinity) {
  private static final Expr LABEL = Expr.input(0, ScalarType.INT);

  public Ctc {
    if (blank < 0) {
      throw new IllegalArgumentException(
          "ctc: the blank must be a class, 0 or more, got " + blank + "; PyTorch's is 0");
    }
  }

  /** The mean over the batch, with class 0 as the blank, and infinite losses as they are. */
  public static Ctc mean() {
    return new Ctc(Reduction.MEAN, 0, false);
  }

  /** The same with another blank. */
  public Ctc withBlank(int label) {
    return new Ctc(reduction, label, zeroInfinity);
  }

  /** The same with infinite losses counted as 0. */
  public Ctc withZeroInfinity() {
    return new Ctc(reduction, blank, true);
  }

  /**
   * The loss of a batch.
   *
   * @param logProbabilities FLOAT32 [T, B, C], such as from {@code logSoftmax(-1)}
   * @param targets INT32 [B, L]: labels other than the blank, of which the first that the target's
   *     length says count; one outside the classes is an {@link IndexOutOfBoundsException} of the
   *     run
   * @param inputLengths INT32 [B]: the steps of each row, 0 to T; another length is refused as a
   *     label outside the classes is
   * @param targetLengths INT32 [B]: the labels of each row, 0 to L, refused likewise
   * @throws IllegalArgumentException if the shapes or types do not fit, with the remedy
   */
  public Value apply(
      Value logProbabilities, Value targets, Value inputLengths, Value targetLengths) {
    requireFits(logProbabilities, targets, inputLengths, targetLengths);
    Value labels = labels(targets, targetLengths);
    List<Value> arguments = List.of(logProbabilities, labels, inputLengths, targetLengths);
    Value loss = CtcLattice.of(blank, arguments).loss();
    Value losses =
        CustomGradient.of(
            loss,
            arguments,
            (given, output, upstream) ->
                Arrays.asList(CtcLattice.of(blank, given).gradient(upstream), null, null, null));
    Expr impossible = Expr.input(0).gt(Expr.constant(CtcLattice.IMPOSSIBLE));
    Expr infinite = zeroInfinity ? Expr.ZERO : Expr.constant(Double.POSITIVE_INFINITY);
    Value finite = losses.pointwise(Expr.select(impossible, infinite, Expr.input(0)));
    if (reduction != Reduction.MEAN) {
      return reduction.apply(finite);
    }
    Expr length = Expr.input(1, ScalarType.INT).max(Expr.constantInt(1)).toFloat();
    return finite.pointwise(Expr.input(0).over(length), targetLengths).mean();
  }

  /** The labels [B, 2 L + 1] with blanks around each, and blanks after the last that counts. */
  private Value labels(Value targets, Value targetLengths) {
    int rows = targets.shape().dim(0);
    int length = targets.shape().dim(1);
    Value blanks = CtcLattice.filled(targets.graph(), Shape.of(rows, length + 1, 1), blank);
    Expr counts = Expr.input(1, ScalarType.INT).lt(Expr.input(2, ScalarType.INT));
    Value counted =
        targets.pointwise(
            Expr.select(counts, LABEL, Expr.constantInt(blank)),
            targets.graph().iota(length),
            targetLengths.reshape(rows, 1));
    Value padded =
        Concat.of(
            1,
            List.of(
                counted.reshape(rows, length, 1),
                CtcLattice.filled(targets.graph(), Shape.of(rows, 1, 1), blank)));
    Value pairs = Concat.of(2, List.of(blanks, padded));
    return pairs.reshape(rows, 2 * (length + 1)).slice(1, 0, 2 * length + 1);
  }

  private void requireFits(Value x, Value targets, Value inputLengths, Value targetLengths) {
    List<String> faults = new ArrayList<>();
    if (!x.dtype().isFloating() || x.shape().rank() != 3) {
      throw new IllegalArgumentException(
          "ctc: log-probabilities must be FLOAT32 [T, B, C], got "
              + x.type()
              + "; transpose what has the batch first");
    }
    int rows = x.shape().dim(1);
    if (targets.dtype() != DType.INT32
        || targets.shape().rank() != 2
        || targets.shape().dim(0) != rows) {
      faults.add("targets must be INT32 [" + rows + ", L], got " + targets.type());
    }
    for (Value lengths : List.of(inputLengths, targetLengths)) {
      if (lengths.dtype() != DType.INT32 || !lengths.shape().equals(Shape.of(rows))) {
        faults.add("lengths must be INT32 [" + rows + "], got " + lengths.type());
      }
    }
    if (blank >= x.shape().dim(2)) {
      faults.add("the blank " + blank + " must be one of " + x.shape().dim(2) + " classes");
    }
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(
          "ctc: "
              + String.join("; ", faults)
              + "; the rows are those of the log-probabilities [T, B, C]");
    }
  }
}
