package io.deltarule.cpu.matmul;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.Operand;
import io.deltarule.backend.Operands;
import io.deltarule.cpu.FloatMemory;
import io.deltarule.cpu.parallel.WorkerPool;
import io.deltarule.cpu.pointwise.BroadcastStrides;
import io.deltarule.cpu.pointwise.PointwiseEpilogue;
import io.deltarule.cpu.pointwise.RowKernels;
import io.deltarule.graph.TensorType;
import io.deltarule.op.MatMul;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import java.util.List;
import java.util.Optional;

/** Binds matrix products of the graph to {@link PackedMatMul}. */
public final class MatMulKernel {
  private MatMulKernel() {}

  /** Binds a product, batched or not, with or without an epilogue. */
  public static Kernel bind(
      WorkerPool pool,
      MicroKernels kernels,
      Workspaces workspaces,
      RowKernels rows,
      MatMul op,
      Operands operands) {
    Matrix a = matrix(operands.input(0), op.transposeA());
    Matrix b = matrix(operands.input(1), op.transposeB());
    Shape shape = operands.output().type().shape();
    Operand product = product(operands);
    Epilogue epilogue =
        op.epilogue().isEmpty()
            ? Epilogue.NONE
            : new PointwiseEpilogue(
                rows,
                op.epilogue(),
                product,
                operands.inputs().subList(2, operands.inputs().size()),
                operands.outputs());
    return new PackedMatMul(
            pool,
            kernels,
            workspaces,
            a,
            b,
            ((FloatMemory) product.memory()).array(),
            Math.toIntExact(product.offset()),
            batch(operands.input(0).type().shape(), operands.input(1).type().shape(), shape),
            epilogue)
        ::run;
  }

  /**
   * Where the product is written: to the first output that can hold it, or to memory of its own.
   */
  private static Operand product(Operands operands) {
    Optional<Operand> output =
        operands.outputs().stream().filter(o -> o.type().dtype() == DType.FLOAT32).findFirst();
    if (output.isPresent()) {
      return output.get();
    }
    Shape shape = operands.output().type().shape();
    int size = Math.toIntExact(shape.elementCount());
    return new Operand(new FloatMemory(size), 0, new TensorType(DType.FLOAT32, shape));
  }

  private static Matrix matrix(Operand operand, boolean transposed) {
    Shape shape = operand.type().shape();
    return new Matrix(
        ((FloatMemory) operand.memory()).array(),
        Math.toIntExact(operand.offset()),
        shape.dim(transposed ? -1 : -2),
        shape.dim(transposed ? -2 : -1),
        transposed);
  }

  /** Where each matrix of a broadcast batch begins. */
  private static PackedMatMul.Batch batch(Shape a, Shape b, Shape c) {
    Shape batch = MatMul.batch(c);
    int count = Math.toIntExact(batch.elementCount());
    List<int[]> starts = List.of(new int[count], new int[count], new int[count]);
    List<Shape> shapes = List.of(a, b, c);
    for (int operand = 0; operand < 3; operand++) {
      Shape shape = shapes.get(operand);
      int matrix = shape.dim(-1) * shape.dim(-2);
      int[] strides = BroadcastStrides.of(MatMul.batch(shape), batch);
      for (int i = 0; i < count; i++) {
        starts.get(operand)[i] = BroadcastStrides.offset(i, batch, strides) * matrix;
      }
    }
    return new PackedMatMul.Batch(starts.get(0), starts.get(1), starts.get(2));
  }
}
