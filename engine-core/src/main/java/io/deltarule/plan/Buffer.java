package io.deltarule.plan;

import io.deltarule.tensor.DType;

/**
 * A buffer while the planner decides where it lies: fixed in a region, inside another buffer, or
 * free to be packed into an arena by its lifetime.
 */
final class Buffer {
  final String name;
  final DType dtype;
  final long elements;

  /** The schedule positions between which the contents matter, both inclusive. */
  int first;

  int last;
  Region region;
  long offset;
  private Buffer parent;
  private long parentOffset;

  Buffer(String name, DType dtype, long elements, int first) {
    this.name = name;
    this.dtype = dtype;
    this.elements = elements;
    this.first = first;
    this.last = first;
  }

  /** True while nothing says where the buffer lies and nothing lies in it by decision. */
  boolean isFree() {
    return parent == null && region == null;
  }

  void fix(Region where, long at) {
    region = where;
    offset = at;
  }

  /** Puts this buffer inside another one, whose lifetime grows to cover both. */
  void placeIn(Buffer other, long at) {
    parent = other;
    parentOffset = at;
    Buffer root = other.root();
    root.first = Math.min(root.first, first);
    root.last = Math.max(root.last, last);
  }

  Buffer root() {
    return parent == null ? this : parent.root();
  }

  /** The offset of this buffer in its root. */
  long offsetInRoot() {
    return parent == null ? 0 : parentOffset + parent.offsetInRoot();
  }

  void extendTo(int position) {
    last = Math.max(last, position);
    if (parent != null) {
      Buffer root = root();
      root.last = Math.max(root.last, position);
    }
  }
}
