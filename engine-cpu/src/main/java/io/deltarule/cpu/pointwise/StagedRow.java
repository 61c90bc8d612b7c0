package io.deltarule.cpu.pointwise;

import io.deltarule.cpu.parallel.OwnLines;
import io.deltarule.cpu.parallel.WorkerPool;
import io.deltarule.cpu.pointwise.RowStages.Place;
import io.deltarule.cpu.pointwise.RowStages.Source;
import io.deltarule.cpu.pointwise.RowStages.Stage;
import java.util.ArrayList;
import java.util.List;

/**
 * A row whose program is cut into stages, bound to its arrays: goes through all stages for a piece
 * of the row that fits the processor's first cache, then through the next piece. Each thread of the
 * pool has scratch rows of its own.
 */
final class StagedRow implements RowKernel {
  private static final int PIECE = 256;

  private final WorkerPool pool;
  private final List<Worker> workers = new ArrayList<>();

  /**
   * Binds the stages for each thread.
   *
   * @param classes what computes each stage
   * @param arrays of the row's operands
   */
  StagedRow(WorkerPool pool, RowStages stages, List<RowClass> classes, Object[] arrays) {
    this.pool = pool;
    for (int i = 0; i < pool.threads(); i++) {
      workers.add(new Worker(stages, classes, arrays));
    }
  }

  @Override
  public void run(int[] offsets, int count) {
    Worker worker = workers.get(pool.worker());
    for (int from = 0; from < count; from += PIECE) {
      worker.run(offsets, from, Math.min(PIECE, count - from));
    }
  }

  private static final class Worker {
    private final BoundStage[] stages;

    Worker(RowStages stages, List<RowClass> classes, Object[] arrays) {
      float[] floats = new float[stages.floats() * PIECE];
      int[] ints = new int[stages.ints() * PIECE];
      this.stages = new BoundStage[classes.size()];
      for (int i = 0; i < this.stages.length; i++) {
        Stage stage = stages.stages().get(i);
        Object[] own =
            stage.operands().stream()
                .map(
                    source ->
                        switch (source.place()) {
                          case OPERAND -> arrays[source.index()];
                          case FLOAT_SCRATCH -> floats;
                          case INT_SCRATCH -> ints;
                        })
                .toArray();
        this.stages[i] = new BoundStage(stage, classes.get(i).bind(own));
      }
    }

    void run(int[] offsets, int from, int count) {
      for (BoundStage stage : stages) {
        stage.run(offsets, from, count);
      }
    }
  }

  private static final class BoundStage {
    private final RowKernel kernel;

    /** The number of each operand in the whole row; -1 for scratch. */
    private final int[] operands;

    private final boolean[] uniform;
    private final int[] offsets;

    BoundStage(Stage stage, RowKernel kernel) {
      this.kernel = kernel;
      int count = stage.operands().size();
      operands = new int[count];
      uniform = new boolean[count];
      offsets = new int[count + OwnLines.GAP];
      for (int i = 0; i < count; i++) {
        Source source = stage.operands().get(i);
        boolean isOwn = source.place() != Place.OPERAND;
        operands[i] = isOwn ? -1 : source.index();
        uniform[i] = stage.spec().isUniform(i);
        offsets[i] = isOwn ? source.index() * PIECE : 0;
      }
    }

    void run(int[] row, int from, int count) {
      for (int i = 0; i < operands.length; i++) {
        if (operands[i] >= 0) {
          offsets[i] = row[operands[i]] + (uniform[i] ? 0 : from);
        }
      }
      kernel.run(offsets, count);
    }
  }
}
