package io.deltarule.cuda.kernels;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.Operand;
import io.deltarule.backend.Operands;
import io.deltarule.cuda.driver.Arguments;
import io.deltarule.cuda.driver.CudaMemory;
import io.deltarule.cuda.driver.Geometry;
import io.deltarule.op.ScatterAdd;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;

/**
 * Launches of {@code scatter.cu}: a radix sort of the indices, three launches a pass of 8 bits,
 * then the sums.
 */
final class ScatterAddKernel {
  /** Keys that a block sorts. */
  static final int TILE = 1024;

  private static final int DIGIT_BITS = 8;
  private static final int DIGITS = 1 << DIGIT_BITS;

  private final Kernels kernels;
  private final IndexFaults faults;

  ScatterAddKernel(Kernels kernels, IndexFaults faults) {
    this.kernels = kernels;
    this.faults = faults;
  }

  /** Passes that sort the keys from 0 to {@code size}, which stands for all that is no index. */
  static int passes(int size) {
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, size));
    return Tiles.ceilDiv(bits, DIGIT_BITS);
  }

  /** Bytes of scratch memory that a launch takes for so many indices along an axis. */
  static long scratchBytes(Shape output, int axis, int count) {
    boolean nothing = count == 0 || Folded.around(output, axis).isEmpty();
    return nothing ? 0 : scratchElements(count) * Integer.BYTES;
  }

  /** Keys and positions, twice, and the counters. */
  private static long scratchElements(int count) {
    return 4L * count + (long) DIGITS * Tiles.ceilDiv(count, TILE);
  }

  /** A launch for one or more indices, each with an update. */
  Kernel ofRows(ScatterAdd op, Operands operands) {
    return create(operands, op.axis(), 1);
  }

  /** A launch for one or more bags of one or more indices, each bag with an update. */
  Kernel ofBags(Operands operands) {
    return create(operands, 0, operands.input(1).type().shape().dim(-1));
  }

  private Kernel create(Operands operands, int axis, int bag) {
    Folded table = Folded.around(operands.output().type().shape(), axis);
    if (table.isEmpty()) {
      return Kernels.nothing();
    }
    return faults.reporting(operands, table.length(), site -> launches(operands, table, bag, site));
  }

  private Kernel launches(Operands operands, Folded table, int bag, int site) {
    int count = Math.toIntExact(operands.input(1).elementCount());
    int tiles = Tiles.ceilDiv(count, TILE);
    return kernels.assemble(
        assembly -> {
          CudaMemory scratch = assembly.scratch(DType.INT32, scratchElements(count));
          Sort sort = new Sort(table.length(), bag, operands, scratch, count, tiles, site);
          for (int pass = 0; pass < passes(table.length()); pass++) {
            sort.pass(pass, assembly);
          }
          assembly.add(sum(table, operands, sort, count));
        });
  }

  private Kernel sum(Folded table, Operands operands, Sort sort, int count) {
    return kernels.launch(
        "scatter_sum",
        Tiles.wordRows((long) table.before() * table.length(), table.after()),
        new Arguments()
            .pointer(operands.output())
            .pointer(operands.input(0))
            .pointer(sort.scratch, sort.keys())
            .pointer(sort.scratch, sort.positions())
            .int32(table.before())
            .int32(count)
            .int32(table.length())
            .int32(table.after()),
        operands);
  }

  /** The passes; each writes to the half of the scratch memory that the one before did not. */
  private final class Sort {
    private final int size;
    private final int bag;
    private final Operands operands;
    private final CudaMemory scratch;
    private final int count;
    private final int tiles;
    private final int site;
    private long half;

    Sort(int size, int bag, Operands operands, CudaMemory scratch, int count, int tiles, int site) {
      this.size = size;
      this.bag = bag;
      this.site = site;
      this.operands = operands;
      this.scratch = scratch;
      this.count = count;
      this.tiles = tiles;
      half = 1;
    }

    long keys() {
      return half * 2 * count;
    }

    long positions() {
      return keys() + count;
    }

    private long counters() {
      return 4L * count;
    }

    void pass(int pass, Assembly assembly) {
      int shift = pass * DIGIT_BITS;
      boolean first = pass == 0;
      Operand indices = operands.input(1);
      CudaMemory source = first ? (CudaMemory) indices.memory() : scratch;
      long keys = first ? indices.offset() : keys();
      long positions = positions();
      assembly.add(
          kernels.launch(
              "sort_count",
              Geometry.of(tiles, Tiles.BLOCK),
              new Arguments()
                  .pointer(scratch, counters())
                  .pointer(source, keys)
                  .pointer(faults.memory(), 0)
                  .int32(first ? site : 0)
                  .int32(count)
                  .int32(size)
                  .int32(shift),
              operands));
      assembly.add(
          kernels.launch(
              "sort_scan",
              Geometry.of(1, Tiles.BLOCK),
              new Arguments().pointer(scratch, counters()).int32(tiles),
              operands));
      half = 1 - half;
      assembly.add(
          kernels.launch(
              "sort_place",
              Geometry.of(tiles, Tiles.BLOCK),
              new Arguments()
                  .pointer(scratch, keys())
                  .pointer(scratch, positions())
                  .pointer(scratch, counters())
                  .pointer(source, keys)
                  .pointer(scratch, positions)
                  .int32(first ? bag : 0)
                  .int32(count)
                  .int32(size)
                  .int32(shift),
              operands));
    }
  }
}
