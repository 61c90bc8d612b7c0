package io.deltarule.layer;

import io.deltarule.graph.Value;
import io.deltarule.op.NormalizeRows;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Layer and root-mean-square normalisation over last axes, as rows of one operation.
 *
 * @param epsilon is added to the variance
 * @param centered whether the mean is subtracted
 */
record RowNormalization(double epsilon, boolean centered) {
  /**
   * The normalised input [..., normalised...].
   *
   * @param affine weight and bias of the normalised shape
   */
  Value apply(Value input, Shape normalized, Optional<Affine> affine) {
    int length = Math.toIntExact(normalized.elementCount());
    Shape outer = input.shape().slice(0, input.shape().rank() - normalized.rank());
    int rows = Math.toIntExact(outer.elementCount());
    List<Value> inputs = new ArrayList<>(List.of(input.reshape(Shape.of(rows, length))));
    affine.ifPresent(a -> a.values().forEach(value -> inputs.add(value.reshape(length))));
    NormalizeRows op = new NormalizeRows(epsilon, centered);
    return input.graph().apply(op, inputs).output(0).reshape(input.shape());
  }
}
