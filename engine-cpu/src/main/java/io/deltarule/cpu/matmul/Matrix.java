package io.deltarule.cpu.matmul;

/**
 * A matrix operand: where its elements lie, as the product sees it.
 *
 * @param array the elements
 * @param offset the first element of the first matrix of a batch
 * @param rows rows, after transposition
 * @param columns columns, after transposition
 * @param transposed whether it is stored as [columns, rows]
 */
public record Matrix(float[] array, int offset, int rows, int columns, boolean transposed) {
  /** Elements from one stored row to the next. */
  int stride() {
    return transposed ? rows : columns;
  }
}
