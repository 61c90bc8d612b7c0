package io.deltarule.layer;

import java.util.function.DoubleSupplier;

/** The elements of a matrix that is a function of row and column, row by row. */
final class Elements implements DoubleSupplier {
  /** What stands where. */
  @FunctionalInterface
  interface Matrix {
    double at(int row, int column);
  }

  private final int columns;
  private final Matrix matrix;
  private int row;
  private int column;

  Elements(int columns, Matrix matrix) {
    this.columns = columns;
    this.matrix = matrix;
  }

  @Override
  public double getAsDouble() {
    double value = matrix.at(row, column);
    if (++column == columns) {
      column = 0;
      row++;
    }
    return value;
  }
}
