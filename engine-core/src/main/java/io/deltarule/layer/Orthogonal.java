package io.deltarule.layer;

import io.deltarule.random.RandomStream;
import io.deltarule.tensor.Shape;
import java.util.function.DoubleSupplier;

/**
 * A random matrix with orthonormal rows, or columns where there are more rows than columns, times a
 * gain (Saxe et al. 2014). The weight [out, in, kernel...] counts as [out, in * kernel].
 *
 * @param gain the factor
 */
record Orthogonal(double gain) implements Initializer {
  Orthogonal {
    Initializers.requireFinite("orthogonal", "gain", gain);
  }

  @Override
  public DoubleSupplier values(Shape shape, RandomStream random) {
    if (shape.rank() < 2) {
      throw new IllegalArgumentException(
          "orthogonal: the parameter must have rank 2 or more, got " + shape);
    }
    int rows = shape.dim(0);
    int columns = Math.toIntExact(shape.elementCount() / Math.max(1, rows));
    boolean wide = rows <= columns;
    double[][] vectors = orthonormal(Math.min(rows, columns), Math.max(rows, columns), random);
    return new Elements(
        columns, (row, column) -> gain * (wide ? vectors[row][column] : vectors[column][row]));
  }

  /**
   * Gram-Schmidt on normal vectors, each orthogonalised twice, which is as exact as Householder's.
   */
  private static double[][] orthonormal(int count, int length, RandomStream random) {
    double[][] vectors = new double[count][length];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < length; j++) {
        vectors[i][j] = random.nextNormal();
      }
      for (int pass = 0; pass < 2; pass++) {
        for (int other = 0; other < i; other++) {
          addScaled(vectors[i], vectors[other], -dot(vectors[i], vectors[other]));
        }
      }
      double norm = Math.sqrt(dot(vectors[i], vectors[i]));
      for (int j = 0; j < length; j++) {
        vectors[i][j] /= norm;
      }
    }
    return vectors;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void addScaled(double[] a, double[] b, double scale) {
    for (int i = 0; i < a.length; i++) {
      a[i] += scale * b[i];
    }
  }
}
