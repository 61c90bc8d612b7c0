package io.deltarule.parity.reference;

import io.deltarule.backend.Memory;
import io.deltarule.tensor.DType;

/** Floating-point memory of the reference backend: an array of doubles. */
final class DoubleMemory implements Memory {
  private final Runnable onClose;
  private double[] array;

  DoubleMemory(int elements, Runnable onClose) {
    this.array = new double[elements];
    this.onClose = onClose;
  }

  /**
   * The elements themselves.
   *
   * @throws IllegalStateException if the memory is closed
   */
  double[] array() {
    if (array == null) {
      throw ReferenceBackend.closedMemory();
    }
    return array;
  }

  @Override
  public DType dtype() {
    return DType.FLOAT64;
  }

  @Override
  public long size() {
    return array().length;
  }

  @Override
  public void write(long offset, float[] source, int from, int count) {
    double[] target = array();
    for (int i = 0; i < count; i++) {
      target[(int) offset + i] = source[from + i];
    }
  }

  @Override
  public void write(long offset, double[] source, int from, int count) {
    System.arraycopy(source, from, array(), (int) offset, count);
  }

  @Override
  public void write(long offset, int[] source, int from, int count) {
    throw ReferenceBackend.wrongType("int", "floating-point");
  }

  @Override
  public void read(long offset, float[] target, int from, int count) {
    double[] source = array();
    for (int i = 0; i < count; i++) {
      target[from + i] = (float) source[(int) offset + i];
    }
  }

  @Override
  public void read(long offset, double[] target, int from, int count) {
    System.arraycopy(array(), (int) offset, target, from, count);
  }

  @Override
  public void read(long offset, int[] target, int from, int count) {
    throw ReferenceBackend.wrongType("int", "floating-point");
  }

  @Override
  public void close() {
    if (array != null) {
      array = null;
      onClose.run();
    }
  }
}
