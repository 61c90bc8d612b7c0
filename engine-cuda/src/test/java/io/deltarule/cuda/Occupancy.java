package io.deltarule.cuda;

import io.deltarule.cuda.nvrtc.MachineCode.Usage;

/**
 * A multiprocessor's limits, and how many of its threads a kernel keeps resident at most. Source:
 * CUDA C++ Programming Guide, "Technical Specifications per Compute Capability".
 *
 * @param architecture the compute capability without the point
 * @param threads resident threads
 * @param blocks resident blocks
 * @param sharedBytes shared memory
 * @param reservedBytes shared memory that each block takes beside its own
 */
record Occupancy(int architecture, int threads, int blocks, int sharedBytes, int reservedBytes) {
  private static final int REGISTERS = 65_536;
  private static final int WARP = 32;

  /** Registers are given to warps in such portions. */
  private static final int REGISTER_PORTION = 256;

  /** The architectures that the engine is checked for. */
  static Occupancy of(int architecture) {
    return switch (architecture) {
      case 75 -> new Occupancy(75, 1024, 16, 64 << 10, 0);
      case 80 -> new Occupancy(80, 2048, 32, 164 << 10, 1024);
      case 86 -> new Occupancy(86, 1536, 16, 100 << 10, 1024);
      case 89 -> new Occupancy(89, 1536, 24, 100 << 10, 1024);
      case 90 -> new Occupancy(90, 2048, 32, 228 << 10, 1024);
      case 120 -> new Occupancy(120, 1536, 24, 100 << 10, 1024);
      default -> throw new IllegalArgumentException("no limits are known of sm_" + architecture);
    };
  }

  /** Resident threads over the most there can be, in percent. */
  int percent(Usage usage, int blockThreads) {
    int warps = (blockThreads + WARP - 1) / WARP;
    int portion = (usage.registers() * WARP + REGISTER_PORTION - 1) / REGISTER_PORTION;
    int byRegisters = REGISTERS / (portion * REGISTER_PORTION) / warps;
    int byThreads = threads / (warps * WARP);
    int shared = usage.sharedBytes() + reservedBytes;
    int byShared = shared == 0 ? blocks : sharedBytes / shared;
    int resident = Math.min(Math.min(byRegisters, byThreads), Math.min(byShared, blocks));
    return 100 * resident * warps * WARP / threads;
  }
}
