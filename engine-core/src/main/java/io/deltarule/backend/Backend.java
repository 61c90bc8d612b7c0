package io.deltarule.backend;

import io.deltarule.plan.PlanOptions;
import io.deltarule.tensor.DType;
import java.util.List;
import java.util.OptionalLong;

/**
 * An open backend: a device or processor that runs kernels. Its kernels run in the order in which
 * they are called, one after the other; a backend and what it made are used by one thread at a
 * time.
 */
public interface Backend extends AutoCloseable {
  /** The name it is asked for by, such as {@code cpu}. */
  String name();

  /** What it runs on, in a line: device, width, threads. */
  String description();

  /** The type in which it stores values that a graph declares as {@code dtype}. */
  DType storage(DType dtype);

  /** How plans for it are laid out. */
  default PlanOptions planOptions() {
    return PlanOptions.standard();
  }

  /**
   * Allocates zeroed memory.
   *
   * @param dtype the type that a graph declares; it is stored as {@link #storage}
   * @throws NotEnoughMemoryException if there is not enough, with bytes wanted and available
   */
  Memory allocate(DType dtype, long elements);

  /**
   * Bytes that {@link #allocate} can still give, where the backend knows; plans that take more are
   * refused before anything is allocated.
   */
  default OptionalLong freeBytes() {
    return OptionalLong.empty();
  }

  KernelFactory kernels();

  /**
   * Joins the kernels of a step, in order, into one; by default it calls them one after the other.
   * A GPU backend captures and replays them as one launch.
   */
  default Kernel sequence(List<Kernel> kernels) {
    Kernel[] order = kernels.toArray(Kernel[]::new);
    return () -> {
      for (Kernel kernel : order) {
        kernel.run();
      }
    };
  }

  @Override
  void close();
}
