package io.deltarule.cpu.matmul;

/** What happens to a block of C once it has its final values, while it is in cache. */
@FunctionalInterface
public interface Epilogue {
  /** Does nothing. */
  Epilogue NONE = (batch, rowFrom, rowTo, columnFrom, columnTo) -> {};

  /**
   * Called once for each block of each matrix of the batch; blocks may come at the same time.
   *
   * @param batch the number of the matrix in the batch
   */
  void apply(int batch, int rowFrom, int rowTo, int columnFrom, int columnTo);
}
