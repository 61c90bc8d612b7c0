package io.deltarule.plan;

import io.deltarule.graph.TensorType;

/**
 * Where a value lies: a contiguous, row-major stretch of a region.
 *
 * @param region the region
 * @param offset the first element
 * @param type element type and shape
 */
public record Location(Region region, long offset, TensorType type) {
  /** The number of elements. */
  public long elementCount() {
    return type.shape().elementCount();
  }

  /** One past the last element. */
  public long end() {
    return offset + elementCount();
  }

  /** True if the two share an element. */
  public boolean overlaps(Location other) {
    return region.equals(other.region) && offset < other.end() && other.offset < end();
  }

  @Override
  public String toString() {
    return region + "+" + offset + " " + type.shape();
  }
}
