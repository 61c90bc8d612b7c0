package io.deltarule.parity.reference;

import io.deltarule.backend.Backend;
import io.deltarule.backend.KernelFactory;
import io.deltarule.backend.Memory;
import io.deltarule.backend.NotEnoughMemoryException;
import io.deltarule.tensor.DType;

/**
 * The reference backend: one thread, plain loops, float64. It defines what every operation means;
 * it is slow, and its kernels may allocate.
 */
public final class ReferenceBackend implements Backend {
  /** The longest array that HotSpot allocates is a little shorter than Integer.MAX_VALUE. */
  private static final long LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  private final KernelFactory kernels;
  private int openMemories;
  private boolean closed;

  /** Opens the backend: exact to float64. */
  public ReferenceBackend() {
    this(Rounding.none());
  }

  /** Opens the backend with another rounding, for the study of rounding errors. */
  public ReferenceBackend(Rounding rounding) {
    kernels = new ReferenceKernels(rounding);
  }

  @Override
  public String name() {
    return "reference";
  }

  @Override
  public String description() {
    return "float64 reference, plain Java loops, 1 thread";
  }

  /** FLOAT32 is stored as FLOAT64. */
  @Override
  public DType storage(DType dtype) {
    return dtype == DType.INT32 ? DType.INT32 : DType.FLOAT64;
  }

  @Override
  public Memory allocate(DType dtype, long elements) {
    if (closed) {
      throw new IllegalStateException(
          "the reference backend is closed and allocates nothing; open another engine");
    }
    long bytes = elements * storage(dtype).bytes();
    if (elements > LONGEST_ARRAY) {
      throw new NotEnoughMemoryException(
          "the reference backend cannot allocate "
              + bytes
              + " bytes: "
              + elements
              + " elements, one array holds "
              + LONGEST_ARRAY
              + "; use a smaller batch");
    }
    Memory memory;
    try {
      memory =
          dtype == DType.INT32
              ? new IntMemory((int) elements, this::forget)
              : new DoubleMemory((int) elements, this::forget);
    } catch (OutOfMemoryError e) {
      throw new NotEnoughMemoryException(
          "the reference backend cannot allocate "
              + bytes
              + " bytes: the heap holds at most "
              + Runtime.getRuntime().maxMemory()
              + "; raise it with -Xmx or use a smaller batch",
          e);
    }
    openMemories++;
    return memory;
  }

  private void forget() {
    openMemories--;
  }

  /** The number of memories that were allocated and not closed yet. */
  public int openMemories() {
    return openMemories;
  }

  @Override
  public KernelFactory kernels() {
    return kernels;
  }

  /** Refuses further allocations; the memories belong to whoever allocated them. */
  @Override
  public void close() {
    closed = true;
  }

  static IllegalStateException closedMemory() {
    return new IllegalStateException(
        "this memory is closed: its state, executable or engine was closed before");
  }

  static IllegalStateException wrongType(String hostType, String memoryType) {
    return new IllegalStateException(
        "cannot transfer "
            + hostType
            + " elements: this memory is "
            + memoryType
            + "; use an array of its type");
  }
}
