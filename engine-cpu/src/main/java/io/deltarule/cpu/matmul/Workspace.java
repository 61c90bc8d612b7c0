package io.deltarule.cpu.matmul;

/** Where one thread packs what it multiplies; it stays in the cache of the thread's processor. */
public final class Workspace {
  private float[] a = new float[0];
  private float[] b = new float[0];
  private float[] tile = new float[0];

  /** Makes room for a product; what was packed before may be lost. */
  void reserve(int elementsOfA, int elementsOfB, int elementsOfTile) {
    a = grown(a, elementsOfA);
    b = grown(b, elementsOfB);
    tile = grown(tile, elementsOfTile);
  }

  private static float[] grown(float[] array, int elements) {
    return array.length >= elements ? array : new float[elements];
  }

  /** Panels of A. */
  public float[] a() {
    return a;
  }

  /** Panels of B. */
  public float[] b() {
    return b;
  }

  /** A tile, for those that reach over the edge of C. */
  public float[] tile() {
    return tile;
  }
}
