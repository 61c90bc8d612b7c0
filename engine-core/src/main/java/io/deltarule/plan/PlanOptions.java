package io.deltarule.plan;

/**
 * How a plan is laid out.
 *
 * @param alignment every buffer starts at a multiple of this many elements; 16 float32 are a cache
 *     line
 * @param guard elements left free before and after every buffer, for the detection of stray writes;
 *     rounded up to a multiple of the alignment, so that buffers stay aligned
 * @param reuse whether buffers with disjoint lifetimes may share memory
 * @param maxRegionElements the largest region that the backend can allocate
 */
public record PlanOptions(int alignment, int guard, boolean reuse, long maxRegionElements) {
  public PlanOptions {
    if (alignment < 1 || guard < 0 || maxRegionElements < 1) {
      throw new IllegalArgumentException(
          "plan options: alignment and maxRegionElements must be positive, guard not negative, got "
              + alignment
              + ", "
              + maxRegionElements
              + ", "
              + guard);
    }
    guard = (guard + alignment - 1) / alignment * alignment;
  }

  /**
   * Aligned to 16 elements, without guards, sharing memory, in regions that a Java array can hold.
   */
  public static PlanOptions standard() {
    return new PlanOptions(16, 0, true, Integer.MAX_VALUE - 8);
  }

  /** The same with guard elements around every buffer. */
  public PlanOptions withGuard(int elements) {
    return new PlanOptions(alignment, elements, reuse, maxRegionElements);
  }

  /** The same with or without sharing of memory. */
  public PlanOptions withReuse(boolean share) {
    return new PlanOptions(alignment, guard, share, maxRegionElements);
  }

  /** The same with another largest region. */
  public PlanOptions withMaxRegionElements(long elements) {
    return new PlanOptions(alignment, guard, reuse, elements);
  }
}
