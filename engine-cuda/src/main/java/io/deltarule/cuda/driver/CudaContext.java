package io.deltarule.cuda.driver;

import io.deltarule.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import jcuda.driver.CUcontext;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A context on a device with its two streams: all kernels run on the compute stream, in order;
 * inputs travel on the copy stream. One engine owns it, and one thread at a time uses it and what
 * was made of it. Every entry makes it the thread's current context, so that several engines can
 * take turns on a thread and an engine can move between threads.
 */
public final class CudaContext implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CudaContext.class);

  private final DeviceInfo device;
  private final Status status;
  private final boolean synchronous;
  private final CUcontext context = new CUcontext();
  private final CUstream computeStream = new CUstream();
  private final CUstream copyStream = new CUstream();
  private final List<AutoCloseable> owned = new ArrayList<>();
  private final ArgumentSpace arguments;
  private final Staging staging;
  private final Readback readback;
  private final List<Runnable> readChecks = new ArrayList<>();
  private boolean launched;
  private boolean capturing;
  private boolean closed;
  private long allocatedBytes;

  /**
   * Opens a context.
   *
   * @param synchronous whether each launch is waited for, so that a failing one is named
   * @throws CudaException if the driver refuses; nothing is left behind
   */
  public CudaContext(int ordinal, boolean synchronous) {
    this.synchronous = synchronous;
    Status opening = new Status("device " + ordinal);
    Devices.initialise(opening);
    device = Devices.info(opening, ordinal);
    status = new Status("device " + ordinal + " (" + device.name() + ")");
    status.check(
        JCudaDriver.cuCtxCreate(context, 0, Devices.handle(status, ordinal)), "cuCtxCreate");
    owned.add(() -> JCudaDriver.cuCtxDestroy(context));
    try {
      stream(computeStream);
      stream(copyStream);
      arguments = own(new ArgumentSpace(status));
      staging = own(new Staging(this));
      readback = own(new Readback(this));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void stream(CUstream stream) {
    status.check(
        JCudaDriver.cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING),
        "cuStreamCreate");
    owned.add(() -> JCudaDriver.cuStreamDestroy(stream));
  }

  private <T extends AutoCloseable> T own(T resource) {
    owned.add(resource);
    return resource;
  }

  public DeviceInfo device() {
    return device;
  }

  /** The checker of every status. */
  public Status status() {
    return status;
  }

  /** Where kernels run. */
  public CUstream computeStream() {
    return computeStream;
  }

  /** Where inputs travel. */
  public CUstream copyStream() {
    return copyStream;
  }

  ArgumentSpace arguments() {
    return arguments;
  }

  Staging staging() {
    return staging;
  }

  Readback readback() {
    return readback;
  }

  /**
   * Allocates zeroed memory.
   *
   * @param dtype FLOAT32 or INT32
   * @throws io.deltarule.backend.NotEnoughMemoryException if the device has not so much left
   */
  public CudaMemory allocate(DType dtype, long elements) {
    enter();
    CudaMemory memory = new CudaMemory(this, dtype, elements);
    allocatedBytes += memory.bytes();
    return memory;
  }

  /** Page-locked host memory. */
  public HostMemory hostMemory(int bytes) {
    enter();
    return new HostMemory(status, bytes);
  }

  /**
   * Throws if the driver knows of a failure, for libraries that only say that there was one.
   *
   * @param what what the library was asked for
   */
  public void requireHealthy(Supplier<String> what) {
    if (!capturing) {
      status.check(JCudaDriver.cuStreamSynchronize(computeStream), "cuStreamSynchronize", what);
    }
  }

  void released(long bytes) {
    allocatedBytes -= bytes;
  }

  /** Bytes of what {@link #allocate} gave and was not closed. */
  public long allocatedBytes() {
    return allocatedBytes;
  }

  /** Free bytes of the device's memory, whoever uses the rest. */
  public long freeBytes() {
    enter();
    long[] free = new long[1];
    status.check(JCudaDriver.cuMemGetInfo(free, new long[1]), "cuMemGetInfo");
    return free[0];
  }

  /** Makes this the thread's current context. */
  public void makeCurrent() {
    status.check(JCudaDriver.cuCtxSetCurrent(context), "cuCtxSetCurrent");
  }

  /**
   * To be called before anything that touches the device.
   *
   * @throws CudaException if an earlier failure has made the context unusable
   */
  public void enter() {
    status.requireUsable();
    makeCurrent();
  }

  /**
   * Has the host told of what kernels have noted, such as an index out of range: the check runs in
   * the first read after a launch, once that has its data, and may throw.
   */
  public void afterReads(Runnable check) {
    readChecks.add(check);
  }

  /** To be called once a read has its data. */
  void read() {
    if (launched) {
      launched = false; // Before the checks, which read themselves.
      readChecks.forEach(Runnable::run);
    }
  }

  /** To be called after each launch: waits for it where launches are waited for. */
  public void afterLaunch(Supplier<String> what) {
    launched = true;
    if (synchronous && !capturing) {
      status.check(JCudaDriver.cuStreamSynchronize(computeStream), "cuStreamSynchronize", what);
    }
  }

  /** Waits for everything that was enqueued. */
  public void synchronize() {
    enter();
    status.check(JCudaDriver.cuStreamSynchronize(copyStream), "cuStreamSynchronize");
    status.check(JCudaDriver.cuStreamSynchronize(computeStream), "cuStreamSynchronize");
  }

  /** Told when the compute stream begins or ends to record instead of to run. */
  void capturing(boolean now) {
    capturing = now;
  }

  /** Gives something back to the driver: never throws, also after a failure. */
  public void release(IntSupplier call) {
    if (closed) {
      return; // The context's end has freed it.
    }
    int code = JCudaDriver.cuCtxSetCurrent(context);
    int released = call.getAsInt();
    if ((code != 0 || released != 0) && !status.isLost()) {
      LOG.warn(
          "cuda: something could not be given back to the driver, codes {} {}", code, released);
    }
  }

  /** Waits for what is enqueued, then frees everything, whatever the driver says. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    JCudaDriver.cuCtxSetCurrent(context);
    JCudaDriver.cuCtxSynchronize();
    for (int i = owned.size() - 1; i >= 0; i--) {
      try {
        owned.get(i).close();
      } catch (Exception e) {
        LOG.warn("cuda: closing the context: {}", e.getMessage());
      }
    }
    closed = true;
  }
}
