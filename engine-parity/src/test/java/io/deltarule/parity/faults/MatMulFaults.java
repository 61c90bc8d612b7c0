package io.deltarule.parity.faults;

import io.deltarule.graph.Node;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.op.MatMul;
import io.deltarule.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Wrong products in a gradient. */
final class MatMulFaults {
  private MatMulFaults() {}

  static Map<String, Planting.Wrong> of(MatMul op, Node node) {
    Map<String, Planting.Wrong> faults = new LinkedHashMap<>();
    TensorType a = node.input(0).type();
    TensorType b = node.input(1).type();
    if (isMatrix(a.shape())) {
      MatMul flipped = new MatMul(!op.transposeA(), op.transposeB());
      faults.put(
          "first operand transposed", (old, in) -> apply(flipped, reread(in.get(0)), in.get(1)));
    }
    if (isMatrix(b.shape())) {
      MatMul flipped = new MatMul(op.transposeA(), !op.transposeB());
      faults.put(
          "second operand transposed", (old, in) -> apply(flipped, in.get(0), reread(in.get(1))));
    }
    boolean square = isMatrix(a.shape()) && a.equals(b) && op.k(a) == op.m(a);
    if (square && !node.input(0).equals(node.input(1))) {
      faults.put("operands exchanged", (old, in) -> apply(op, in.get(1), in.get(0)));
    }
    if (op.k(a) > 1) {
      faults.put("last term missing", (old, in) -> shortened(op, in));
    }
    return faults;
  }

  /** True if its transposition is another matrix. */
  private static boolean isMatrix(Shape shape) {
    return shape.dim(-1) > 1 && shape.dim(-2) > 1;
  }

  /** The same elements in a row, read as the transposed matrix. */
  private static Value reread(Value matrix) {
    Shape shape = matrix.shape();
    return matrix.reshape(MatMul.batch(shape).append(shape.dim(-1), shape.dim(-2)));
  }

  private static Value shortened(MatMul op, List<Value> in) {
    int last = op.k(in.get(0).type()) - 1;
    Value a = in.get(0).slice(op.transposeA() ? -2 : -1, 0, last);
    Value b = in.get(1).slice(op.transposeB() ? -1 : -2, 0, last);
    return apply(op, a, b);
  }

  private static Value apply(MatMul op, Value a, Value b) {
    return a.graph().apply(op, a, b);
  }
}
