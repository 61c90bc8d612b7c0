package io.deltarule.parity.graphs;

import io.deltarule.graph.TensorType;
import io.deltarule.op.Concat;
import io.deltarule.op.Recurrence;
import io.deltarule.op.RecurrentCell;
import io.deltarule.parity.graphs.Pool.Entry;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Recurrences over a value: one of three axes is the input of each gate, one of two the initial
 * state. Not of ReLU, which decides by signs within the sequence, where nothing sees whether a
 * rounding error turns one.
 */
final class RecurrentSteps {
  private static final RecurrentCell[] CELLS = {
    RecurrentCell.TANH, RecurrentCell.LSTM, RecurrentCell.GRU
  };

  private final SplittableRandom random;
  private final Sizes sizes;
  private final Pool pool;

  RecurrentSteps(SplittableRandom random, Sizes sizes, Pool pool) {
    this.random = random;
    this.sizes = sizes;
    this.pool = pool;
  }

  /** Adds a recurrence on a floating-point value, if it can be done. */
  void add(Entry x) {
    int rank = x.shape().rank();
    if (rank != 2 && rank != 3) {
      return;
    }
    RecurrentCell cell = CELLS[random.nextInt(CELLS.length)];
    int steps = rank == 3 ? x.shape().dim(0) : sizes.dim();
    int batch = x.shape().dim(-2);
    int hidden = x.shape().dim(-1);
    Shape gates = Shape.of(steps, batch, cell.gates() * hidden);
    Shape weight = Shape.of(cell.gates() * hidden, hidden);
    if (!sizes.allows(gates) || !sizes.allows(weight)) {
      return;
    }
    List<Entry> inputs = new ArrayList<>();
    inputs.add(
        rank == 2
            ? pool.input(gates)
            : pool.one(new Concat(2), Collections.nCopies(cell.gates(), x).toArray(Entry[]::new)));
    inputs.add(pool.input(weight));
    inputs.add(rank == 2 ? x : pool.input(Shape.of(batch, hidden)));
    for (int s = 1; s < cell.states(); s++) {
      inputs.add(pool.input(Shape.of(batch, hidden)));
    }
    if (cell.hasProductBias()) {
      inputs.add(pool.input(Shape.of(hidden)));
    }
    if (random.nextBoolean()) {
      TensorType lengths = new TensorType(DType.INT32, Shape.of(batch));
      inputs.add(pool.input(lengths, new Range(-1, steps + 2)));
    }
    Recurrence op = new Recurrence(cell, random.nextBoolean());
    List<Entry> results = pool.apply(op, Pool.UNIT, inputs.toArray(Entry[]::new));
    pool.offer(results.get(0));
    // A step adds at most 1 to the LSTM's c.
    pool.offer(pool.scaled(results.get(cell.states()), 1.0 / (1 + steps)));
  }
}
