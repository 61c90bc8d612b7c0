package io.deltarule.cpu.pointwise;

import io.deltarule.backend.Operand;
import io.deltarule.cpu.lower.Lowering;
import io.deltarule.cpu.matmul.Epilogue;
import io.deltarule.cpu.parallel.OwnLines;
import io.deltarule.cpu.warmup.Form;
import io.deltarule.expr.Expr;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Pointwise expressions applied to blocks of a matrix product [batch..., M, N] as soon as they are
 * final. Input 0 is the product, which lies where the first output will: it is read before that is
 * written.
 */
public final class PointwiseEpilogue implements Epilogue {
  private final Form<RowKernel> form;
  private final long work;
  private RowKernel kernel;
  private final int[][] starts;
  private final int[] rowStrides;
  private final int[] columnStrides;
  private int[][] offsets = new int[0][];

  /**
   * Binds an epilogue.
   *
   * @param product where the product is written, of its shape
   * @param inputs further inputs, which broadcast to the product
   */
  public PointwiseEpilogue(
      RowKernels rows,
      List<Expr> expressions,
      Operand product,
      List<Operand> inputs,
      List<Operand> outputs) {
    Shape shape = product.type().shape();
    int batchRank = shape.rank() - 2;
    List<Operand> all = new ArrayList<>(List.of(product));
    all.addAll(inputs);
    List<Operand> operands = new ArrayList<>(all);
    operands.addAll(outputs);
    rowStrides = new int[operands.size()];
    columnStrides = new int[operands.size()];
    List<Shape> batchShapes = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      Shape own = operands.get(i).type().shape();
      rowStrides[i] = BroadcastStrides.of(own, shape)[batchRank];
      columnStrides[i] = BroadcastStrides.of(own, shape)[batchRank + 1];
      batchShapes.add(own);
    }
    RowSpec spec = Binding.spec(all, i -> columnStrides[i] == 0, Lowering.of(expressions));
    form = rows.bind(spec, Binding.arrays(operands));
    kernel = form.now();
    work = shape.elementCount() * spec.cost();
    starts = batchStarts(shape, batchShapes, Binding.starts(operands));
  }

  /** For each matrix of the batch, where each operand's part begins. */
  private static int[][] batchStarts(Shape shape, List<Shape> operands, int[] first) {
    Shape batch = shape.slice(0, shape.rank() - 2);
    int[][] starts = new int[Math.toIntExact(batch.elementCount())][first.length];
    for (int i = 0; i < first.length; i++) {
      int[] strides = BroadcastStrides.of(operands.get(i), shape);
      for (int b = 0; b < starts.length; b++) {
        starts[b][i] = first[i] + BroadcastStrides.offset(b, batch, strides);
      }
    }
    return starts;
  }

  @Override
  public void prepare(int tasks) {
    offsets = OwnLines.ints(tasks, rowStrides.length);
  }

  @Override
  public void begin() {
    kernel = form.next(work);
  }

  @Override
  public void apply(int task, int batch, int rowFrom, int rowTo, int columnFrom, int columnTo) {
    RowKernel row = kernel;
    int[] at = offsets[task];
    int[] start = starts[batch];
    for (int r = rowFrom; r < rowTo; r++) {
      for (int i = 0; i < start.length; i++) {
        at[i] = start[i] + r * rowStrides[i] + columnFrom * columnStrides[i];
      }
      row.run(at, columnTo - columnFrom);
    }
  }
}
