package io.deltarule.parity.reference;

import io.deltarule.backend.Memory;
import io.deltarule.tensor.DType;

/** Integer memory of the reference backend: an array of ints. */
final class IntMemory implements Memory {
  private final Runnable onClose;
  private int[] array;

  IntMemory(int elements, Runnable onClose) {
    this.array = new int[elements];
    this.onClose = onClose;
  }

  /**
   * The elements themselves.
   *
   * @throws IllegalStateException if the memory is closed
   */
  int[] array() {
    if (array == null) {
      throw ReferenceBackend.closedMemory();
    }
    return array;
  }

  @Override
  public DType dtype() {
    return DType.INT32;
  }

  @Override
  public long size() {
    return array().length;
  }

  @Override
  public void write(long offset, float[] source, int from, int count) {
    throw ReferenceBackend.wrongType("float", "INT32");
  }

  @Override
  public void write(long offset, double[] source, int from, int count) {
    throw ReferenceBackend.wrongType("double", "INT32");
  }

  @Override
  public void write(long offset, int[] source, int from, int count) {
    System.arraycopy(source, from, array(), (int) offset, count);
  }

  @Override
  public void read(long offset, float[] target, int from, int count) {
    throw ReferenceBackend.wrongType("float", "INT32");
  }

  @Override
  public void read(long offset, double[] target, int from, int count) {
    throw ReferenceBackend.wrongType("double", "INT32");
  }

  @Override
  public void read(long offset, int[] target, int from, int count) {
    System.arraycopy(array(), (int) offset, target, from, count);
  }

  @Override
  public void close() {
    if (array != null) {
      array = null;
      onClose.run();
    }
  }
}
