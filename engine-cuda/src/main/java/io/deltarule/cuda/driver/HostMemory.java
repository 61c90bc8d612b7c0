package io.deltarule.cuda.driver;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jcuda.Pointer;
import jcuda.driver.JCudaDriver;

/**
 * Page-locked host memory: what asynchronous copies take, and, as its address is known, where
 * arguments of launches lie.
 */
public final class HostMemory implements AutoCloseable {
  private static final class Locked extends Pointer {
    long address() {
      return getNativePointer();
    }
  }

  private final Locked pointer = new Locked();
  private final ByteBuffer bytes;
  private boolean closed;

  /** Allocates memory of any contents; the context must be current. */
  HostMemory(Status status, int size) {
    status.check(
        JCudaDriver.cuMemHostAlloc(pointer, size, 0),
        "cuMemHostAlloc",
        () -> size + " bytes of page-locked host memory");
    bytes = pointer.getByteBuffer(0, size).order(ByteOrder.nativeOrder());
  }

  public Pointer pointer() {
    return pointer;
  }

  public long address() {
    return pointer.address();
  }

  /** The memory itself, in the processor's byte order; not to be used after closing. */
  public ByteBuffer bytes() {
    return bytes;
  }

  /** Frees the memory; the context must be current. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      // The code is not looked at: after a sticky error it is that error's, and nothing is to do.
      JCudaDriver.cuMemFreeHost(pointer);
    }
  }
}
