package io.deltarule.cpu.matmul;

/** What happens to a block of C once it has its final values, while it is in cache. */
@FunctionalInterface
public interface Epilogue {
  /** Does nothing. */
  Epilogue NONE = (task, batch, rowFrom, rowTo, columnFrom, columnTo) -> {};

  /** Called once before all others, with the number of tasks that {@link #apply} will be told. */
  default void prepare(int tasks) {}

  /** Called before each run, by the thread that starts it. */
  default void begin() {}

  /**
   * Called once for each block of each matrix of the batch; blocks of different tasks may come at
   * the same time.
   *
   * @param task from 0 to the number of tasks - 1
   * @param batch the number of the matrix in the batch
   */
  void apply(int task, int batch, int rowFrom, int rowTo, int columnFrom, int columnTo);
}
