package io.deltarule.cpu;

import io.deltarule.backend.Memory;
import io.deltarule.tensor.DType;

/** INT32 memory: one Java array. */
public final class IntMemory implements Memory {
  private final int[] array;

  /** Zeros. */
  public IntMemory(int size) {
    array = new int[size];
  }

  /** The array itself. */
  public int[] array() {
    return array;
  }

  @Override
  public DType dtype() {
    return DType.INT32;
  }

  @Override
  public long size() {
    return array.length;
  }

  @Override
  public void write(long offset, float[] source, int from, int count) {
    throw floatingPoint();
  }

  @Override
  public void write(long offset, double[] source, int from, int count) {
    throw floatingPoint();
  }

  @Override
  public void write(long offset, int[] source, int from, int count) {
    System.arraycopy(source, from, array, Math.toIntExact(offset), count);
  }

  @Override
  public void read(long offset, float[] target, int from, int count) {
    throw floatingPoint();
  }

  @Override
  public void read(long offset, double[] target, int from, int count) {
    throw floatingPoint();
  }

  @Override
  public void read(long offset, int[] target, int from, int count) {
    System.arraycopy(array, Math.toIntExact(offset), target, from, count);
  }

  private static IllegalArgumentException floatingPoint() {
    return new IllegalArgumentException("INT32 memory takes and gives INT32 data only");
  }

  /** Nothing to free: the collector takes the array. */
  @Override
  public void close() {}
}
