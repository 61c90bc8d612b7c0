package io.deltarule.cpu.matmul;

/**
 * Where products pack their operands: one set of arrays for all products of a backend, because they
 * run one after the other. It grows as they are bound; running allocates nothing.
 */
public final class PackedPanels {
  private float[] a = new float[0];
  private float[] b = new float[0];
  private float[] edges = new float[0];
  private float[] zeros = new float[0];

  public PackedPanels() {}

  /** Makes room for a product; what was packed before may be lost. */
  void reserve(int elementsOfA, int elementsOfB, int columns, int elementsOfEdges) {
    zeros = grown(zeros, columns);
    a = grown(a, elementsOfA);
    b = grown(b, elementsOfB);
    edges = grown(edges, elementsOfEdges);
  }

  private static float[] grown(float[] array, int elements) {
    return array.length >= elements ? array : new float[elements];
  }

  /** Panels of A. */
  float[] a() {
    return a;
  }

  /** Panels of B. */
  float[] b() {
    return b;
  }

  /** A row of zeros, which stays so. */
  float[] zeros() {
    return zeros;
  }

  /** A tile for each task, for the products that reach over the edge of C. */
  float[] edges() {
    return edges;
  }
}
