package io.deltarule.cuda.driver;

import io.deltarule.backend.Kernel;
import java.util.List;

/** Kernels that run one after the other as one, with the scratch memory that they share. */
public final class Stages implements Kernel {
  private final Kernel[] kernels;
  private final List<CudaMemory> scratch;

  /**
   * Joins kernels.
   *
   * @param kernels in order; closed with this
   * @param scratch freed when this closes
   */
  public Stages(List<? extends Kernel> kernels, List<CudaMemory> scratch) {
    this.kernels = kernels.toArray(Kernel[]::new);
    this.scratch = List.copyOf(scratch);
  }

  @Override
  public void run() {
    for (Kernel kernel : kernels) {
      kernel.run();
    }
  }

  @Override
  public void close() {
    for (Kernel kernel : kernels) {
      kernel.close();
    }
    scratch.forEach(CudaMemory::close);
  }
}
