package io.deltarule.parity.faults;

import io.deltarule.graph.Node;
import io.deltarule.graph.Value;
import io.deltarule.op.CenteredSums;
import io.deltarule.op.NormalizeRowsGradient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sums of channels and gradients of rows that are taken of the wrong things. */
final class NormalizationFaults {
  private NormalizationFaults() {}

  static Map<String, Planting.Wrong> of(Node node) {
    Map<String, Planting.Wrong> faults = new LinkedHashMap<>();
    if (node.op() instanceof CenteredSums) {
      faults.put("mean not subtracted", (old, in) -> changed(old, in, 2, in.get(2).mul(0)));
      faults.put("gradient and input exchanged", (old, in) -> changed(old, in, 0, in.get(1)));
      faults.put("mean of opposite sign", (old, in) -> changed(old, in, 2, in.get(2).neg()));
    } else if (node.op() instanceof NormalizeRowsGradient op && node.input(0).shape().dim(1) > 1) {
      int inverse = op.centered() ? 3 : 2;
      faults.put("input doubled", (old, in) -> changed(old, in, 1, in.get(1).mul(2)));
      faults.put("deviation not divided by", (old, in) -> unscaled(old, in, inverse));
      if (op.weighted()) {
        int last = node.inputs().size() - 1;
        faults.put("weight left out", (old, in) -> changed(old, in, last, one(in.get(last))));
      }
      if (op.centered()) {
        faults.put("mean left out", (old, in) -> changed(old, in, 2, in.get(2).mul(0)));
      }
    }
    return faults;
  }

  private static Value one(Value value) {
    return value.mul(0).add(1);
  }

  private static Value unscaled(Node node, List<Value> in, int inverse) {
    return changed(node, in, inverse, one(in.get(inverse)));
  }

  /** The same operation with another value in the place of an input. */
  private static Value changed(Node node, List<Value> in, int input, Value other) {
    List<Value> inputs = new ArrayList<>(in);
    inputs.set(input, other);
    return other.graph().apply(node.op(), inputs).output(0);
  }
}
