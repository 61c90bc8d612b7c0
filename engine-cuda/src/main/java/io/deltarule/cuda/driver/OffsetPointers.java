package io.deltarule.cuda.driver;

import java.util.Arrays;
import jcuda.driver.CUdeviceptr;

/**
 * Pointers into an allocation, kept from the first time that an offset is asked for: JCuda's
 * pointers cannot be moved, and transfers of every step go to the same few places.
 */
final class OffsetPointers {
  /** Beyond so many offsets pointers are made anew; a step has a few inputs and outputs. */
  private static final int MOST = 64;

  private final CUdeviceptr base;
  private long[] offsets = new long[4];
  private CUdeviceptr[] pointers = new CUdeviceptr[4];
  private int count;

  OffsetPointers(CUdeviceptr base) {
    this.base = base;
  }

  /** The pointer so many bytes on. */
  CUdeviceptr at(long bytes) {
    if (bytes == 0) {
      return base;
    }
    for (int i = 0; i < count; i++) {
      if (offsets[i] == bytes) {
        return pointers[i];
      }
    }
    CUdeviceptr pointer = base.withByteOffset(bytes);
    if (count < MOST) {
      if (count == offsets.length) {
        offsets = Arrays.copyOf(offsets, 2 * count);
        pointers = Arrays.copyOf(pointers, 2 * count);
      }
      offsets[count] = bytes;
      pointers[count++] = pointer;
    }
    return pointer;
  }
}
