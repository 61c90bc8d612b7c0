package io.deltarule.plan;

import io.deltarule.graph.Computation;
import io.deltarule.graph.Node;
import io.deltarule.graph.Value;
import io.deltarule.op.Barrier;
import io.deltarule.op.Concat;
import io.deltarule.op.Constant;
import io.deltarule.op.CustomGradient;
import io.deltarule.op.Op;
import io.deltarule.op.Placeholder;
import io.deltarule.op.ReadVariable;
import io.deltarule.op.Reshape;
import io.deltarule.op.Slice;
import io.deltarule.op.StopGradient;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which buffer every value lies in. Reshapes, contiguous slices and the operations that compute
 * nothing are views. The pieces of a concatenation along the outermost axis are computed in place
 * wherever they have a buffer of their own; the others are copied.
 */
final class Placement {
  /** A piece of a concatenation that is copied to an offset of the result. */
  record Piece(Value value, long offset) {}

  private record View(Buffer buffer, long offset) {}

  private final List<Node> schedule;
  private final Map<Node, Integer> positions = new HashMap<>();
  private final Map<Value, View> views = new HashMap<>();
  private final Set<Buffer> computed = new LinkedHashSet<>();
  private final Map<Node, List<Piece>> copied = new HashMap<>();

  Placement(Computation computation) {
    schedule = computation.liveNodes();
    for (int i = 0; i < schedule.size(); i++) {
      positions.put(schedule.get(i), i);
    }
    schedule.forEach(this::assign);
    for (Node node : schedule) {
      node.inputs().forEach(input -> use(input, position(node)));
    }
    schedule.stream().filter(Placement::isContiguousConcat).forEach(this::placePieces);
  }

  List<Node> schedule() {
    return schedule;
  }

  int position(Node node) {
    return positions.get(node);
  }

  /** The position after the last operation, where assignments begin. */
  int end() {
    return schedule.size();
  }

  Buffer buffer(Value value) {
    return views.get(value).buffer;
  }

  /** True if the value is its buffer from the first element to the last. */
  boolean isWhole(Value value) {
    View view = views.get(value);
    return view.offset == 0 && view.buffer.elements == value.shape().elementCount();
  }

  /** Says that a value is needed at a position. */
  void use(Value value, int position) {
    buffer(value).extendTo(position);
  }

  /** True if the value is the result of a kernel and nothing says yet where it lies. */
  boolean isFreeResult(Value value) {
    Buffer buffer = buffer(value);
    return computed.contains(buffer) && buffer.isFree() && isWhole(value);
  }

  /** True if the value fills, from first element to last, a buffer that kernels write. */
  boolean fillsItsRoot(Value value) {
    Buffer buffer = buffer(value);
    return computed.contains(buffer.root())
        && buffer.root().isFree()
        && isWhole(value)
        && buffer.offsetInRoot() == 0
        && buffer.elements == buffer.root().elements;
  }

  /** True if the node runs a kernel. */
  boolean isComputed(Node node) {
    return !isSource(node.op()) && !isView(node) && !isContiguousConcat(node);
  }

  /** True if the node reads its inputs from memory when its turn comes: it is not a mere view. */
  boolean reads(Node node) {
    return isComputed(node) || isContiguousConcat(node);
  }

  List<Piece> copiedPieces(Node node) {
    return copied.getOrDefault(node, List.of());
  }

  /** The buffers that are packed into arenas. */
  List<Buffer> freeBuffers() {
    return computed.stream().filter(Buffer::isFree).toList();
  }

  Location location(Value value) {
    View view = views.get(value);
    Buffer root = view.buffer.root();
    long offset = root.offset + view.buffer.offsetInRoot() + view.offset;
    return new Location(root.region, offset, value.type());
  }

  private void assign(Node node) {
    if (isView(node)) {
      View input = views.get(node.input(0));
      long shift = node.op() instanceof Slice slice ? start(slice, node.input(0).shape()) : 0;
      views.put(node.output(0), new View(input.buffer, input.offset + shift));
      return;
    }
    for (Value output : node.outputs()) {
      Buffer buffer =
          new Buffer(
              node.describe(), output.dtype(), output.shape().elementCount(), position(node));
      views.put(output, new View(buffer, 0));
      if (node.op() instanceof ReadVariable read) {
        buffer.fix(new Region.Held(read.variable()), 0);
      } else if (!isSource(node.op())) {
        computed.add(buffer);
      }
    }
  }

  private void placePieces(Node concat) {
    Buffer whole = buffer(concat.output(0));
    long offset = 0;
    List<Piece> pieces = new ArrayList<>();
    for (Value input : concat.inputs()) {
      if (isFreeResult(input)) {
        buffer(input).placeIn(whole, offset);
      } else {
        pieces.add(new Piece(input, offset));
      }
      offset += input.shape().elementCount();
    }
    copied.put(concat, pieces);
  }

  private static boolean isSource(Op op) {
    return op instanceof Placeholder || op instanceof Constant || op instanceof ReadVariable;
  }

  private static boolean isView(Node node) {
    Op op = node.op();
    return op instanceof Reshape
        || op instanceof StopGradient
        || op instanceof CustomGradient
        || op instanceof Barrier
        || (op instanceof Slice slice && isContiguous(slice, node.input(0).shape()));
  }

  /**
   * A slice is one stretch of memory if only axes of extent 1 lie outside the first axis that is
   * cut.
   */
  private static boolean isContiguous(Slice slice, Shape input) {
    boolean inner = false;
    for (int axis = 0; axis < input.rank(); axis++) {
      int extent = slice.ends().get(axis) - slice.starts().get(axis);
      boolean cut = extent != input.dim(axis) || slice.steps().get(axis) != 1;
      if (inner && cut) {
        return false;
      }
      if (slice.steps().get(axis) != 1 && extent > 1) {
        return false;
      }
      inner |= extent != 1;
    }
    return true;
  }

  private static long start(Slice slice, Shape input) {
    long[] strides = input.strides();
    long start = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      start += slice.starts().get(axis) * strides[axis];
    }
    return start;
  }

  private static boolean isContiguousConcat(Node node) {
    if (!(node.op() instanceof Concat concat)) {
      return false;
    }
    return node.output(0).shape().slice(0, concat.axis()).elementCount() == 1;
  }
}
