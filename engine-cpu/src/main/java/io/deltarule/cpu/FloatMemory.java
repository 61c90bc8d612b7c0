package io.deltarule.cpu;

import io.deltarule.backend.Memory;
import io.deltarule.tensor.DType;

/** FLOAT32 memory: one Java array. */
public final class FloatMemory implements Memory {
  private final float[] array;

  /** Zeros. */
  public FloatMemory(int size) {
    array = new float[size];
  }

  /** The array itself. */
  public float[] array() {
    return array;
  }

  @Override
  public DType dtype() {
    return DType.FLOAT32;
  }

  @Override
  public long size() {
    return array.length;
  }

  @Override
  public void write(long offset, float[] source, int from, int count) {
    System.arraycopy(source, from, array, Math.toIntExact(offset), count);
  }

  @Override
  public void write(long offset, double[] source, int from, int count) {
    int at = Math.toIntExact(offset);
    for (int i = 0; i < count; i++) {
      array[at + i] = (float) source[from + i];
    }
  }

  @Override
  public void write(long offset, int[] source, int from, int count) {
    throw new IllegalArgumentException("INT32 data cannot be written to FLOAT32 memory");
  }

  @Override
  public void read(long offset, float[] target, int from, int count) {
    System.arraycopy(array, Math.toIntExact(offset), target, from, count);
  }

  @Override
  public void read(long offset, double[] target, int from, int count) {
    int at = Math.toIntExact(offset);
    for (int i = 0; i < count; i++) {
      target[from + i] = array[at + i];
    }
  }

  @Override
  public void read(long offset, int[] target, int from, int count) {
    throw new IllegalArgumentException("FLOAT32 memory cannot be read as INT32");
  }

  /** Nothing to free: the collector takes the array. */
  @Override
  public void close() {}
}
