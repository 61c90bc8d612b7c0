package io.deltarule.benchmarks.cases;

import io.deltarule.graph.Value;
import io.deltarule.parity.Domain;
import io.deltarule.parity.OpCase;
import java.util.List;

/**
 * Executables of a hundred small kernels, each of which needs the last one's result and fuses with
 * none: what it costs to start a kernel.
 */
final class SmallKernels {
  private static final Domain ELEMENTS = Domain.uniform(0, 1);
  private static final int KERNELS = 100;

  private SmallKernels() {}

  static List<BenchmarkCase> all() {
    return List.of(
        gathers("100 kernels of 16 elements", 16, 1),
        // Above what one thread does by itself: each kernel has to wake and to await the others.
        gathers("100 kernels of 32768 elements, for two threads", 512, 64),
        fourKinds());
  }

  /** Rows taken in another order, over and over. */
  private static BenchmarkCase gathers(String name, int rows, int columns) {
    return BenchmarkCase.of(
        OpCase.named(name)
            .operation("gathers")
            .input("x", ELEMENTS, rows, columns)
            .integer("order", Domain.integers(0, rows), rows)
            .computes(
                in -> {
                  Value x = in.get("x");
                  for (int i = 0; i < KERNELS; i++) {
                    x = x.gather(in.get("order"));
                  }
                  return x;
                })
            .inFamily("dispatch"));
  }

  private static BenchmarkCase fourKinds() {
    return BenchmarkCase.of(
        OpCase.named("100 kernels of 16 elements, of four kinds")
            .operation("four kinds")
            .input("x", ELEMENTS, 4, 4)
            .input("weight", ELEMENTS, 4, 4)
            .integer("order", Domain.integers(0, 4), 4)
            .computes(
                in -> {
                  Value x = in.get("x");
                  for (int i = 0; i < KERNELS / 4; i++) {
                    x = x.softmax(1).matmul(in.get("weight")).gather(in.get("order"));
                    x = x.scatterAdd(in.get("order"), 4);
                  }
                  return x;
                })
            .inFamily("dispatch"));
  }
}
