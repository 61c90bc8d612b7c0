package io.deltarule.parity.leak;

import io.deltarule.backend.Memory;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Tensor;

/** Memory that is in a book until it is closed. */
final class TrackedMemory implements Memory {
  private final Memory memory;
  private final Book book;

  TrackedMemory(Memory memory, Book book) {
    this.memory = memory;
    this.book = book;
    book.opened(this, "memory of " + memory.size() + " " + memory.dtype());
  }

  /** The memory as its backend made it. */
  Memory memory() {
    return memory;
  }

  @Override
  public DType dtype() {
    return memory.dtype();
  }

  @Override
  public long size() {
    return memory.size();
  }

  @Override
  public void write(long offset, float[] source, int from, int count) {
    memory.write(offset, source, from, count);
  }

  @Override
  public void write(long offset, double[] source, int from, int count) {
    memory.write(offset, source, from, count);
  }

  @Override
  public void write(long offset, int[] source, int from, int count) {
    memory.write(offset, source, from, count);
  }

  @Override
  public void write(long offset, Tensor tensor) {
    memory.write(offset, tensor);
  }

  @Override
  public void read(long offset, float[] target, int from, int count) {
    memory.read(offset, target, from, count);
  }

  @Override
  public void read(long offset, double[] target, int from, int count) {
    memory.read(offset, target, from, count);
  }

  @Override
  public void read(long offset, int[] target, int from, int count) {
    memory.read(offset, target, from, count);
  }

  @Override
  public void read(long offset, Tensor tensor) {
    memory.read(offset, tensor);
  }

  @Override
  public void close() {
    memory.close();
    book.closed(this);
  }
}
