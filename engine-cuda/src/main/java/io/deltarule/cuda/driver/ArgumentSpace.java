package io.deltarule.cuda.driver;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jcuda.Pointer;

/**
 * Hands out small blocks of page-locked memory for the arguments of launches: a launch takes some
 * tens of bytes, an allocation of its own a page. Blocks are of powers of two and are reused.
 */
final class ArgumentSpace implements AutoCloseable {
  private static final int CHUNK_BYTES = 1 << 16;
  private static final int LEAST_BYTES = 64;

  /** A block: its pointer, its address, and where it lies in its chunk. */
  record Block(HostMemory chunk, int offset, int size, Pointer pointer) {
    long address() {
      return chunk.address() + offset;
    }
  }

  private final Status status;
  private final List<HostMemory> chunks = new ArrayList<>();
  private final Map<Integer, Deque<Block>> free = new HashMap<>();
  private int used = CHUNK_BYTES;

  ArgumentSpace(Status status) {
    this.status = status;
  }

  /** A block of at least so many bytes. */
  Block take(int bytes) {
    int size = Math.max(LEAST_BYTES, Integer.highestOneBit(Math.max(1, bytes - 1)) << 1);
    if (size > CHUNK_BYTES) {
      throw new IllegalArgumentException(
          "the arguments of a launch take at most 4096 bytes, got " + bytes);
    }
    Block reused = free.computeIfAbsent(size, s -> new ArrayDeque<>()).poll();
    if (reused != null) {
      return reused;
    }
    if (used + size > CHUNK_BYTES) {
      chunks.add(new HostMemory(status, CHUNK_BYTES));
      used = 0;
    }
    HostMemory chunk = chunks.get(chunks.size() - 1);
    Block block = new Block(chunk, used, size, chunk.pointer().withByteOffset(used));
    used += size;
    return block;
  }

  /** Takes a block back. */
  void give(Block block) {
    free.get(block.size()).push(block);
  }

  @Override
  public void close() {
    chunks.forEach(HostMemory::close);
    chunks.clear();
  }
}
