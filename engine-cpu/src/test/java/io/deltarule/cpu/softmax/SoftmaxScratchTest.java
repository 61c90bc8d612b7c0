package io.deltarule.cpu.softmax;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.deltarule.backend.Operand;
import io.deltarule.backend.Operands;
import io.deltarule.cpu.FloatMemory;
import io.deltarule.cpu.parallel.WorkerPool;
import io.deltarule.cpu.pointwise.RowKernels;
import io.deltarule.cpu.processor.Processor;
import io.deltarule.cpu.warmup.WarmUp;
import io.deltarule.graph.TensorType;
import io.deltarule.tensor.Shape;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The logits of a language model are the largest tensor of its step: scratch must not double it.
 */
class SoftmaxScratchTest {
  private static final int ROWS = 1024;
  private static final int CLASSES = 4099;

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void scratchIsASmallPartOfTheTensor(int axis) {
    Shape shape = axis == 1 ? Shape.of(ROWS, CLASSES) : Shape.of(CLASSES, ROWS);
    Operand x = operand(shape);
    Operand y = operand(shape);
    Processor processor = Processor.plain();
    try (WorkerPool pool = new WorkerPool(1)) {
      RowKernels rows = new RowKernels(pool, processor.printer(), WarmUp.none());
      Operands operands = new Operands("softmax", List.of(x), List.of(y));
      // The first binding makes the row kernel's class.
      new SoftmaxKernel(pool, processor.reductions(), rows, operands, axis);
      long before = allocated();
      new SoftmaxKernel(pool, processor.reductions(), rows, operands, axis);
      long bytes = allocated() - before;
      assertThat(bytes).isPositive().isLessThan(4L * ROWS * CLASSES / 4);
    }
  }

  private static Operand operand(Shape shape) {
    int size = Math.toIntExact(shape.elementCount());
    return new Operand(new FloatMemory(size), 0, TensorType.float32(shape.dim(0), shape.dim(1)));
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }
}
