package io.deltarule.cuda.driver;

import io.deltarule.backend.Memory;
import io.deltarule.tensor.DType;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.JCudaDriver;

/**
 * Device memory of FLOAT32 or INT32. Writes go through page-locked staging and are in order with
 * kernels: those enqueued before still see the old contents, those after see the new. Reads wait
 * for everything enqueued before.
 */
public final class CudaMemory implements Memory {
  private final CudaContext context;
  private final DType dtype;
  private final long size;
  private final DevicePointer pointer = new DevicePointer();
  private final OffsetPointers offsets = new OffsetPointers(pointer);
  private boolean closed;

  CudaMemory(CudaContext context, DType dtype, long size) {
    if (dtype == DType.FLOAT64) {
      throw new IllegalArgumentException("cuda: memory is FLOAT32 or INT32, got " + dtype);
    }
    this.context = context;
    this.dtype = dtype;
    this.size = size;
    if (size > 0) {
      context.status().check(JCudaDriver.cuMemAlloc(pointer, bytes()), "cuMemAlloc", this::demand);
      try {
        context
            .status()
            .check(
                JCudaDriver.cuMemsetD8Async(pointer, (byte) 0, bytes(), context.computeStream()),
                "cuMemsetD8Async",
                this::demand);
      } catch (RuntimeException e) {
        JCudaDriver.cuMemFree(pointer);
        throw e;
      }
    }
  }

  private String demand() {
    long[] free = new long[1];
    long[] total = new long[1];
    boolean known = JCudaDriver.cuMemGetInfo(free, total) == 0;
    return bytes()
        + " bytes ("
        + size
        + " "
        + dtype
        + (known ? "), of which " + free[0] + " of " + total[0] + " bytes are free" : ")");
  }

  /** The bytes that it takes. */
  public long bytes() {
    return size * dtype.bytes();
  }

  /** The address of the first element; 0 if there is none. */
  public long address() {
    return address(0);
  }

  /** The address of an element. */
  public long address(long offset) {
    requireOpen();
    return pointer.address() + offset * dtype.bytes();
  }

  /** A pointer to an element; kept, so that asking again makes no garbage. */
  public CUdeviceptr pointer(long offset) {
    requireOpen();
    return offsets.at(offset * dtype.bytes());
  }

  @Override
  public DType dtype() {
    return dtype;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void write(long offset, float[] source, int from, int count) {
    require(DType.FLOAT32, offset, count, "written from floating-point data");
    context.staging().write(this, offset, source, from, count);
  }

  @Override
  public void write(long offset, double[] source, int from, int count) {
    require(DType.FLOAT32, offset, count, "written from floating-point data");
    context.staging().write(this, offset, source, from, count);
  }

  @Override
  public void write(long offset, int[] source, int from, int count) {
    require(DType.INT32, offset, count, "written from INT32 data");
    context.staging().write(this, offset, source, from, count);
  }

  @Override
  public void read(long offset, float[] target, int from, int count) {
    require(DType.FLOAT32, offset, count, "read as floating-point data");
    context.readback().read(this, offset, target, from, count);
  }

  @Override
  public void read(long offset, double[] target, int from, int count) {
    require(DType.FLOAT32, offset, count, "read as floating-point data");
    context.readback().read(this, offset, target, from, count);
  }

  @Override
  public void read(long offset, int[] target, int from, int count) {
    require(DType.INT32, offset, count, "read as INT32 data");
    context.readback().read(this, offset, target, from, count);
  }

  private void require(DType wanted, long offset, int count, String use) {
    requireOpen();
    if (dtype != wanted) {
      throw new IllegalArgumentException(dtype + " memory cannot be " + use);
    }
    if (offset < 0 || count < 0 || count > size - offset) {
      throw new IndexOutOfBoundsException(
          "elements "
              + offset
              + " to "
              + (offset + count)
              + " are not in device memory of "
              + size
              + " elements");
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("this device memory is closed");
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      if (size > 0) {
        // Kernels that still use it are on a stream that the driver need not wait for.
        context.release(JCudaDriver::cuCtxSynchronize);
        context.release(() -> JCudaDriver.cuMemFree(pointer));
      }
      context.released(bytes());
    }
  }
}
