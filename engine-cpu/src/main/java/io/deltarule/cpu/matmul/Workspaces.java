package io.deltarule.cpu.matmul;

import java.util.Arrays;

/**
 * A {@link Workspace} for each thread: one set for all products of a backend, because they run one
 * after the other. It grows as they are bound; running allocates nothing.
 */
public final class Workspaces {
  private Workspace[] ofThreads = new Workspace[0];
  private float[] zeros = new float[0];
  private float[] shared = new float[0];

  public Workspaces() {}

  /** Makes room for a product of so many threads. */
  public void reserve(int threads, int elementsOfA, int elementsOfB, int elementsOfTile) {
    int before = ofThreads.length;
    if (before < threads) {
      ofThreads = Arrays.copyOf(ofThreads, threads);
      for (int i = before; i < threads; i++) {
        ofThreads[i] = new Workspace();
      }
    }
    for (Workspace workspace : ofThreads) {
      workspace.reserve(elementsOfA, elementsOfB, elementsOfTile);
    }
    if (zeros.length < elementsOfTile) {
      zeros = new float[elementsOfTile];
    }
  }

  /** Makes room that all threads share while one kernel runs. */
  public void reserveShared(long elements) {
    if (shared.length < elements) {
      shared = new float[Math.toIntExact(elements)];
    }
  }

  /** What {@link #reserveShared} made room for; the next kernel overwrites it. */
  public float[] shared() {
    return shared;
  }

  /** The workspace of a thread of the pool. */
  public Workspace of(int worker) {
    return ofThreads[worker];
  }

  /** A row of zeros, which stays so. */
  public float[] zeros() {
    return zeros;
  }
}
