package io.deltarule.op;

import io.deltarule.expr.Expr;
import io.deltarule.graph.Node;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import java.util.List;

/**
 * The matrix product {@code C = op(A) op(B)} over the last two axes: [..., M, K] x [..., K, N] ->
 * [..., M, N], where op exchanges the last two axes if the flag says so. Leading (batch) dimensions
 * broadcast.
 *
 * <p>The compiler may attach an epilogue: pointwise expressions over the product (input 0) and
 * further inputs that broadcast to C, applied as C is written. The outputs are then the
 * expressions' values, each of C's shape; the product itself is not stored unless an expression is
 * {@code x0}.
 *
 * @param transposeA A is stored as [..., K, M]
 * @param transposeB B is stored as [..., N, K]
 * @param epilogue the expressions; empty for the plain product
 */
public record MatMul(boolean transposeA, boolean transposeB, List<Expr> epilogue) implements Op {
  public MatMul {
    epilogue = List.copyOf(epilogue);
  }

  /** The plain product. */
  public MatMul(boolean transposeA, boolean transposeB) {
    this(transposeA, transposeB, List.of());
  }

  @Override
  public String name() {
    return "matmul";
  }

  /** The number of rows of C. */
  public int m(TensorType a) {
    return a.shape().dim(transposeA ? -1 : -2);
  }

  /** The number of columns of C. */
  public int n(TensorType b) {
    return b.shape().dim(transposeB ? -2 : -1);
  }

  /** The length of the inner dimension. */
  public int k(TensorType a) {
    return a.shape().dim(transposeA ? -2 : -1);
  }

  /** The leading dimensions of an operand or result. */
  public static Shape batch(Shape shape) {
    return shape.slice(0, shape.rank() - 2);
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    if (epilogue.isEmpty()) {
      Op.requireInputs(inputs, 2);
    }
    TensorType a = Op.requireFloat(inputs.get(0));
    TensorType b = Op.requireFloat(inputs.get(1));
    if (a.shape().rank() < 2 || b.shape().rank() < 2) {
      throw new IllegalArgumentException(
          "operands must have rank 2 or more, got "
              + a.shape()
              + " x "
              + b.shape()
              + "; reshape a vector to [1, K] or [K, 1]");
    }
    int inner = b.shape().dim(transposeB ? -1 : -2);
    if (k(a) != inner) {
      throw new IllegalArgumentException(
          "inner dimensions differ: "
              + a.shape()
              + (transposeA ? " transposed" : "")
              + " x "
              + b.shape()
              + (transposeB ? " transposed" : "")
              + " has "
              + k(a)
              + " and "
              + inner
              + "; make them equal or transpose an operand");
    }
    Shape c = Shape.broadcast(batch(a.shape()), batch(b.shape())).append(m(a), n(b));
    TensorType product = new TensorType(DType.FLOAT32, c);
    return epilogue.isEmpty()
        ? List.of(product)
        : new Pointwise(epilogue).inferOver(product, inputs.subList(2, inputs.size()));
  }

  /**
   * dA = dC op(B)^T and dB = op(A)^T dC, transposed where the operand is, summed over broadcast
   * batches.
   */
  @Override
  public List<Value> gradient(Node node, List<Value> upstream) {
    if (!epilogue.isEmpty()) {
      throw new IllegalStateException(
          "matmul: differentiate before compiling; epilogues are attached by the compiler");
    }
    Value a = node.input(0);
    Value b = node.input(1);
    Value dc = upstream.get(0);
    Value da = transposeA ? b.matmul(dc, transposeB, true) : dc.matmul(b, false, !transposeB);
    Value db = transposeB ? dc.matmul(a, true, transposeA) : a.matmul(dc, !transposeA, false);
    return List.of(da.sumTo(a.shape()), db.sumTo(b.shape()));
  }

  @Override
  public long flops(List<TensorType> inputs, List<TensorType> outputs) {
    long product = 2 * outputs.get(0).shape().elementCount() * k(inputs.get(0));
    return epilogue.isEmpty() ? product : product + new Pointwise(epilogue).flops(inputs, outputs);
  }
}
