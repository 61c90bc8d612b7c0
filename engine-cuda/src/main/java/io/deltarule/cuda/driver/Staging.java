package io.deltarule.cuda.driver;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import jcuda.Pointer;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.JCudaDriver;

/**
 * Takes what the host writes: copies it into page-locked memory, from where the copy stream takes
 * it to the device while the host goes on. Two slots take turns, each filled by many small writes
 * or a part of a large one.
 *
 * <p>Order is kept by events: the copy waits for the kernels enqueued before it, which may still
 * read the old contents; kernels enqueued after wait for the copy; and the host waits for a slot's
 * last copy before it overwrites the slot.
 */
final class Staging implements AutoCloseable {
  static final int SLOT_BYTES = 1 << 22;

  /** Parts of a slot start at multiples of this, so that the pointers to them are made once. */
  private static final int GRAIN_BYTES = 1 << 12;

  private static final int FLOAT_BYTES = 4;

  /** Half of the staging memory. */
  private static final class Slot implements AutoCloseable {
    private final HostMemory memory;
    private final FloatBuffer floats;
    private final IntBuffer ints;
    private final Pointer[] pointers = new Pointer[SLOT_BYTES / GRAIN_BYTES];
    private final CUevent copied = new CUevent();
    private boolean inFlight;

    Slot(Status status) {
      memory = new HostMemory(status, SLOT_BYTES);
      try {
        event(status, copied);
      } catch (RuntimeException e) {
        memory.close();
        throw e;
      }
      for (int i = 0; i < pointers.length; i++) {
        pointers[i] = memory.pointer().withByteOffset((long) i * GRAIN_BYTES);
      }
      floats = memory.bytes().asFloatBuffer();
      ints = memory.bytes().asIntBuffer();
    }

    @Override
    public void close() {
      JCudaDriver.cuEventDestroy(copied);
      memory.close();
    }
  }

  /** Puts {@code count} elements of the source, from {@code index} on, at {@code to} of a slot. */
  private interface Fill<T> {
    void put(Slot slot, int to, T source, int index, int count);
  }

  private static final Fill<float[]> FLOATS = (s, to, a, i, n) -> s.floats.put(to, a, i, n);
  private static final Fill<int[]> INTS = (s, to, a, i, n) -> s.ints.put(to, a, i, n);
  private static final Fill<double[]> DOUBLES =
      (s, to, a, i, n) -> {
        for (int k = 0; k < n; k++) {
          s.floats.put(to + k, (float) a[i + k]);
        }
      };

  private final CudaContext context;
  private final Slot[] slots = new Slot[2];
  private final CUevent computed = new CUevent();
  private int current;
  private int usedGrains;

  Staging(CudaContext context) {
    this.context = context;
    Status status = context.status();
    event(status, computed);
    try {
      slots[0] = new Slot(status);
      slots[1] = new Slot(status);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private static void event(Status status, CUevent event) {
    status.check(
        JCudaDriver.cuEventCreate(event, CUevent_flags.CU_EVENT_DISABLE_TIMING), "cuEventCreate");
  }

  void write(CudaMemory memory, long offset, float[] source, int from, int count) {
    transfer(memory, offset, FLOATS, source, from, count);
  }

  void write(CudaMemory memory, long offset, double[] source, int from, int count) {
    transfer(memory, offset, DOUBLES, source, from, count);
  }

  void write(CudaMemory memory, long offset, int[] source, int from, int count) {
    transfer(memory, offset, INTS, source, from, count);
  }

  private <T> void transfer(
      CudaMemory memory, long offset, Fill<T> fill, T source, int from, int count) {
    if (count == 0) {
      return;
    }
    context.enter();
    waitForKernels();
    for (int done = 0; done < count; ) {
      Slot slot = slotWithRoom();
      int room = (SLOT_BYTES - usedGrains * GRAIN_BYTES) / FLOAT_BYTES;
      int part = Math.min(room, count - done);
      fill.put(slot, usedGrains * (GRAIN_BYTES / FLOAT_BYTES), source, from + done, part);
      copy(slot, memory, offset + done, part);
      usedGrains += (part * FLOAT_BYTES + GRAIN_BYTES - 1) / GRAIN_BYTES;
      done += part;
    }
  }

  private void waitForKernels() {
    Status status = context.status();
    status.check(JCudaDriver.cuEventRecord(computed, context.computeStream()), "cuEventRecord");
    status.check(
        JCudaDriver.cuStreamWaitEvent(context.copyStream(), computed, 0), "cuStreamWaitEvent");
  }

  /** The current slot, or the other one, once its copies are done, if the current one is full. */
  private Slot slotWithRoom() {
    if (usedGrains == SLOT_BYTES / GRAIN_BYTES) {
      current = 1 - current;
      usedGrains = 0;
      Slot slot = slots[current];
      if (slot.inFlight) {
        context.status().check(JCudaDriver.cuEventSynchronize(slot.copied), "cuEventSynchronize");
        slot.inFlight = false;
      }
    }
    return slots[current];
  }

  private void copy(Slot slot, CudaMemory memory, long offset, int count) {
    Status status = context.status();
    slot.inFlight = true;
    status.check(
        JCudaDriver.cuMemcpyHtoDAsync(
            memory.pointer(offset),
            slot.pointers[usedGrains],
            (long) count * FLOAT_BYTES,
            context.copyStream()),
        "cuMemcpyHtoDAsync");
    status.check(JCudaDriver.cuEventRecord(slot.copied, context.copyStream()), "cuEventRecord");
    status.check(
        JCudaDriver.cuStreamWaitEvent(context.computeStream(), slot.copied, 0),
        "cuStreamWaitEvent");
  }

  @Override
  public void close() {
    for (Slot slot : slots) {
      if (slot != null) {
        slot.close();
      }
    }
    JCudaDriver.cuEventDestroy(computed);
  }
}
