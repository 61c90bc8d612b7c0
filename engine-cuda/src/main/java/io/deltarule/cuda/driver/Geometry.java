package io.deltarule.cuda.driver;

/**
 * The shape of a launch.
 *
 * @param gridX blocks along x, up to 2^31 - 1
 * @param gridY blocks along y, up to 65535
 * @param gridZ blocks along z, up to 65535
 * @param blockX threads along x
 * @param blockY threads along y
 * @param blockZ threads along z, up to 64
 * @param sharedBytes dynamic shared memory of a block
 */
public record Geometry(
    int gridX, int gridY, int gridZ, int blockX, int blockY, int blockZ, int sharedBytes) {
  /** The limits that hold for every compute capability. */
  public static final int MAX_GRID_YZ = 65535;

  /** The most threads of a block along z, on every device. */
  public static final int MAX_BLOCK_Z = 64;

  public Geometry {
    if (gridX < 1 || gridY < 1 || gridZ < 1 || blockX < 1 || blockY < 1 || blockZ < 1) {
      throw new IllegalArgumentException(
          "a launch needs at least one block and one thread, got grid ("
              + gridX
              + ", "
              + gridY
              + ", "
              + gridZ
              + "), block ("
              + blockX
              + ", "
              + blockY
              + ", "
              + blockZ
              + "); launch nothing for empty operands");
    }
    if (gridY > MAX_GRID_YZ || gridZ > MAX_GRID_YZ || blockZ > MAX_BLOCK_Z || sharedBytes < 0) {
      throw new IllegalArgumentException(
          "a launch has at most 65535 blocks along y and z and 64 threads along z, got grid y "
              + gridY
              + ", z "
              + gridZ
              + ", block z "
              + blockZ
              + ", shared bytes "
              + sharedBytes
              + "; loop over the rest in the kernel");
    }
  }

  /** Blocks and threads along x alone. */
  public static Geometry of(int grid, int block) {
    return new Geometry(grid, 1, 1, block, 1, 1, 0);
  }

  /** Enough blocks of so many threads along x for one thread an element, up to a limit. */
  public static Geometry forElements(long elements, int block, int maxGrid) {
    long blocks = (elements + block - 1) / block;
    return of((int) Math.max(1, Math.min(blocks, maxGrid)), block);
  }

  /** The same with dynamic shared memory. */
  public Geometry withShared(int bytes) {
    return new Geometry(gridX, gridY, gridZ, blockX, blockY, blockZ, bytes);
  }

  /** Threads of a block. */
  public int threads() {
    return blockX * blockY * blockZ;
  }

  @Override
  public String toString() {
    return "grid ("
        + gridX
        + ", "
        + gridY
        + ", "
        + gridZ
        + "), block ("
        + blockX
        + ", "
        + blockY
        + ", "
        + blockZ
        + ")"
        + (sharedBytes == 0 ? "" : ", " + sharedBytes + " shared bytes");
  }
}
