package io.deltarule.cpu.convolution;

import io.deltarule.backend.Kernel;
import io.deltarule.cpu.parallel.ParallelTask;
import io.deltarule.cpu.parallel.WorkerPool;
import java.util.List;

/**
 * Products of one weight with the patches of one or several grids: packs the weight for each, then
 * multiplies. All parts of all products run at the same time.
 */
final class PatchProducts implements Kernel {
  /** Below this many multiply-adds, waking another thread costs more than it gives. */
  private static final long INLINE_WORK = 1 << 18;

  private final WorkerPool pool;
  private final List<PackedWeight> weights;
  private final List<ColumnsProduct> products;
  private final int groups;
  private final int[] firstParts;
  private final boolean isInline;
  private final ParallelTask packing = this::pack;
  private final ParallelTask multiplying = this::multiply;

  PatchProducts(
      WorkerPool pool, List<PackedWeight> weights, List<ColumnsProduct> products, int groups) {
    this.pool = pool;
    this.weights = weights;
    this.products = products;
    this.groups = groups;
    firstParts = new int[products.size() + 1];
    for (int i = 0; i < products.size(); i++) {
      firstParts[i + 1] = firstParts[i] + products.get(i).parts();
    }
    isInline = products.stream().mapToLong(ColumnsProduct::work).sum() <= INLINE_WORK;
  }

  @Override
  public void run() {
    for (int i = 0; i < products.size(); i++) {
      products.get(i).begin();
    }
    run(packing, weights.size() * groups);
    run(multiplying, firstParts[products.size()]);
  }

  private void run(ParallelTask task, int parts) {
    if (isInline) {
      for (int part = 0; part < parts; part++) {
        task.run(part);
      }
    } else {
      pool.run(task, parts);
    }
  }

  private void pack(int part) {
    weights.get(part / groups).pack(part % groups);
  }

  private void multiply(int part) {
    int product = 0;
    while (part >= firstParts[product + 1]) {
      product++;
    }
    products.get(product).part(part - firstParts[product]);
  }
}
