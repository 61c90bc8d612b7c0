package io.deltarule.parity.faults;

import io.deltarule.graph.Node;
import io.deltarule.graph.Value;
import io.deltarule.op.AveragePool;
import io.deltarule.op.AveragePoolGradient;
import io.deltarule.op.Convolution;
import io.deltarule.op.ConvolutionInputGradient;
import io.deltarule.op.ConvolutionWeightGradient;
import io.deltarule.op.Gather;
import io.deltarule.op.MaxPool;
import io.deltarule.op.MaxPoolGradient;
import io.deltarule.op.MaxPoolSelect;
import io.deltarule.op.Op;
import io.deltarule.op.Window;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Windows that lie beside where they should, and kernels that are turned around or cut. */
final class WindowFaults {
  private WindowFaults() {}

  /** True if a window moves over the operation's input. */
  static boolean isWindowed(Op op) {
    return op instanceof Convolution
        || op instanceof ConvolutionInputGradient
        || op instanceof ConvolutionWeightGradient
        || op instanceof MaxPool
        || op instanceof MaxPoolGradient
        || op instanceof MaxPoolSelect
        || op instanceof AveragePool
        || op instanceof AveragePoolGradient;
  }

  /** Wrong operations in a gradient. */
  static Map<String, Planting.Wrong> of(Node node) {
    Map<String, Planting.Wrong> faults = new LinkedHashMap<>();
    late(node.op()).ifPresent(op -> faults.put("window one late", other(op)));
    otherCount(node.op()).ifPresent(op -> faults.put("padding counted or not", other(op)));
    boolean hasWeight =
        node.op() instanceof Convolution || node.op() instanceof ConvolutionInputGradient;
    int taps = node.inputs().get(node.inputs().size() - 1).shape().dim(-1);
    if (hasWeight && taps > 1) {
      faults.put("kernel turned around", (old, in) -> with(node.op(), in, reversed(in.get(1))));
      faults.put(
          "last tap left out",
          (old, in) -> with(node.op(), in, in.get(1).slice(-1, 0, taps - 1).pad(-1, 0, 1)));
    }
    return faults;
  }

  /** The first output of another operation on the same operands. */
  private static Planting.Wrong other(Op op) {
    return (old, in) -> in.get(0).graph().apply(op, in).output(0);
  }

  private static Value with(Op op, List<Value> in, Value weight) {
    return in.get(0).graph().apply(op, in.get(0), weight);
  }

  private static Value reversed(Value weight) {
    int taps = weight.shape().dim(-1);
    int[] backwards = new int[taps];
    for (int i = 0; i < taps; i++) {
      backwards[i] = taps - 1 - i;
    }
    Value indices = weight.graph().constant(Tensor.of(Shape.of(taps), backwards));
    return weight.graph().apply(new Gather(weight.shape().rank() - 1), weight, indices);
  }

  /** The same operation with the window moved by one, if there is padding to make room for it. */
  static Optional<Op> late(Op op) {
    if (op instanceof Convolution c) {
      return moved(c.window()).map(w -> new Convolution(w, c.groups(), c.epilogue()));
    } else if (op instanceof ConvolutionInputGradient g) {
      return moved(g.window()).map(w -> new ConvolutionInputGradient(w, g.groups(), g.spatial()));
    } else if (op instanceof ConvolutionWeightGradient g) {
      return moved(g.window()).map(w -> new ConvolutionWeightGradient(w, g.groups(), g.kernel()));
    } else if (op instanceof MaxPool p) {
      return moved(p.window()).map(w -> new MaxPool(p.kernel(), w));
    } else if (op instanceof AveragePool p) {
      return moved(p.window()).map(w -> new AveragePool(p.kernel(), w, p.countsPadding()));
    } else if (op instanceof AveragePoolGradient g) {
      return moved(g.window())
          .map(w -> new AveragePoolGradient(g.kernel(), w, g.countsPadding(), g.spatial()));
    }
    return Optional.empty();
  }

  private static Optional<Window> moved(Window window) {
    for (int axis = 0; axis < window.axes(); axis++) {
      int step = window.high().get(axis) > 0 ? 1 : window.low().get(axis) > 0 ? -1 : 0;
      if (step != 0) {
        List<Integer> low = new ArrayList<>(window.low());
        List<Integer> high = new ArrayList<>(window.high());
        low.set(axis, low.get(axis) + step);
        high.set(axis, high.get(axis) - step);
        return Optional.of(window.withPadding(low, high));
      }
    }
    return Optional.empty();
  }

  /** The same mean with the padding counted where it is not, or the other way round. */
  static Optional<Op> otherCount(Op op) {
    if (op instanceof AveragePool p && moved(p.window()).isPresent()) {
      return Optional.of(new AveragePool(p.kernel(), p.window(), !p.countsPadding()));
    } else if (op instanceof AveragePoolGradient g && moved(g.window()).isPresent()) {
      return Optional.of(
          new AveragePoolGradient(g.kernel(), g.window(), !g.countsPadding(), g.spatial()));
    }
    return Optional.empty();
  }
}
