package io.deltarule.cuda.driver;

import io.deltarule.backend.Operand;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The arguments of a kernel, in its parameters' order. They are laid out once, when the launch is
 * made, the way {@code cuLaunchKernel} takes them: an array of addresses, then the values that
 * those point to, 8 bytes each.
 */
public final class Arguments {
  private static final int SLOT = 8;

  private record Value(String kind, long bits, boolean wide) {}

  private final List<Value> values = new ArrayList<>();

  public Arguments() {}

  /** The address of an operand's first element. */
  public Arguments pointer(Operand operand) {
    return pointer((CudaMemory) operand.memory(), operand.offset());
  }

  /** The address of an element. */
  public Arguments pointer(CudaMemory memory, long offset) {
    return add("pointer", memory.address(offset), true);
  }

  /** A pointer that is not read. */
  public Arguments nullPointer() {
    return add("pointer", 0, true);
  }

  public Arguments int32(int value) {
    return add("int32", value, false);
  }

  /** A count or index that a kernel takes as {@code int}. */
  public Arguments int32(long value) {
    return int32(Math.toIntExact(value));
  }

  public Arguments int64(long value) {
    return add("int64", value, true);
  }

  /** The 64 bits as an unsigned number. */
  public Arguments uint64(long bits) {
    return add("uint64", bits, true);
  }

  public Arguments float32(float value) {
    return add("float32", Float.floatToRawIntBits(value), false);
  }

  private Arguments add(String kind, long bits, boolean wide) {
    values.add(new Value(kind, bits, wide));
    return this;
  }

  /** How many there are. */
  public int count() {
    return values.size();
  }

  /** The bytes that they take when laid out. */
  int bytes() {
    return Math.max(1, values.size()) * 2 * SLOT;
  }

  /**
   * Lays them out.
   *
   * @param target where, in the processor's byte order
   * @param at the first byte
   * @param address the address of that byte
   */
  void layOut(ByteBuffer target, int at, long address) {
    int data = values.size() * SLOT;
    for (int i = 0; i < values.size(); i++) {
      Value value = values.get(i);
      int offset = data + i * SLOT;
      target.putLong(at + i * SLOT, address + offset);
      if (value.wide) {
        target.putLong(at + offset, value.bits);
      } else {
        target.putInt(at + offset, (int) value.bits);
      }
    }
  }

  @Override
  public String toString() {
    return values.stream().map(Value::kind).toList().toString();
  }
}
