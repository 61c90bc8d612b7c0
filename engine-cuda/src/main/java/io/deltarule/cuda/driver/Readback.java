package io.deltarule.cuda.driver;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import jcuda.driver.JCudaDriver;

/** Brings device memory to the host through page-locked memory, after everything enqueued. */
final class Readback implements AutoCloseable {
  static final int BYTES = 1 << 20;

  private static final int ELEMENT_BYTES = 4;
  private static final int PART = BYTES / ELEMENT_BYTES;

  private final CudaContext context;
  private final HostMemory memory;
  private final FloatBuffer floats;
  private final IntBuffer ints;

  Readback(CudaContext context) {
    this.context = context;
    memory = new HostMemory(context.status(), BYTES);
    floats = memory.bytes().asFloatBuffer();
    ints = memory.bytes().asIntBuffer();
  }

  void read(CudaMemory source, long offset, float[] target, int from, int count) {
    context.enter();
    for (int done = 0; done < count; done += PART) {
      int part = Math.min(PART, count - done);
      fetch(source, offset + done, part);
      floats.get(0, target, from + done, part);
    }
    context.read();
  }

  void read(CudaMemory source, long offset, double[] target, int from, int count) {
    context.enter();
    for (int done = 0; done < count; done += PART) {
      int part = Math.min(PART, count - done);
      fetch(source, offset + done, part);
      for (int i = 0; i < part; i++) {
        target[from + done + i] = floats.get(i);
      }
    }
    context.read();
  }

  void read(CudaMemory source, long offset, int[] target, int from, int count) {
    context.enter();
    for (int done = 0; done < count; done += PART) {
      int part = Math.min(PART, count - done);
      fetch(source, offset + done, part);
      ints.get(0, target, from + done, part);
    }
    context.read();
  }

  private void fetch(CudaMemory source, long offset, int count) {
    Status status = context.status();
    status.check(
        JCudaDriver.cuMemcpyDtoHAsync(
            memory.pointer(),
            source.pointer(offset),
            (long) count * ELEMENT_BYTES,
            context.computeStream()),
        "cuMemcpyDtoHAsync");
    status.check(JCudaDriver.cuStreamSynchronize(context.computeStream()), "cuStreamSynchronize");
  }

  @Override
  public void close() {
    memory.close();
  }
}
