package io.deltarule.parity.leak;

import io.deltarule.backend.Backend;
import io.deltarule.backend.Kernel;
import io.deltarule.backend.KernelFactory;
import io.deltarule.backend.Memory;
import io.deltarule.plan.PlanOptions;
import io.deltarule.tensor.DType;
import java.util.List;

/**
 * A backend that keeps a book of the memories and kernels it hands out; the rest is as under it.
 */
public final class TrackedBackend implements Backend {
  private final Backend backend;
  private final Book book = new Book();
  private final KernelFactory kernels;
  private boolean closed;

  /** Tracks an open backend, which it then owns. */
  public TrackedBackend(Backend backend) {
    this.backend = backend;
    kernels = TrackedKernels.of(backend.kernels(), book);
  }

  /**
   * The memories, kernels and sequences of kernels (one for each executable) that were handed out
   * and are not closed, each in a few words; each is told once.
   */
  public List<String> takeLeftOver() {
    return book.take();
  }

  /** True once it was closed. */
  public boolean isClosed() {
    return closed;
  }

  @Override
  public String name() {
    return backend.name();
  }

  @Override
  public String description() {
    return backend.description();
  }

  @Override
  public DType storage(DType dtype) {
    return backend.storage(dtype);
  }

  @Override
  public PlanOptions planOptions() {
    return backend.planOptions();
  }

  @Override
  public Memory allocate(DType dtype, long elements) {
    return new TrackedMemory(backend.allocate(dtype, elements), book);
  }

  @Override
  public KernelFactory kernels() {
    return kernels;
  }

  @Override
  public Kernel sequence(List<Kernel> order) {
    List<Kernel> own =
        order.stream()
            .map(kernel -> kernel instanceof TrackedKernel tracked ? tracked.kernel() : kernel)
            .toList();
    return new TrackedKernel(
        backend.sequence(own), "sequence of " + own.size() + " kernels (an executable)", book);
  }

  @Override
  public void close() {
    closed = true;
    backend.close();
  }
}
