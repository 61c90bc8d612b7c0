package io.deltarule.parity.compile;

import io.deltarule.compile.Compiler;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Node;
import io.deltarule.graph.Value;
import io.deltarule.op.Op;
import io.deltarule.op.Placeholder;
import io.deltarule.op.ReadVariable;
import io.deltarule.op.Reshape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Small computations, and what the passes make of them. */
final class Graphs {
  private Graphs() {}

  /** The values as outputs y0, y1, ... */
  static Computation outputs(Value... values) {
    Map<String, Value> outputs = new LinkedHashMap<>();
    for (Value value : values) {
      outputs.put("y" + outputs.size(), value);
    }
    return Computation.of(outputs);
  }

  /** All passes up to the first one of a name. */
  static Computation upTo(String name, Computation computation) {
    List<String> names = Compiler.passes().stream().map(Compiler.Pass::name).toList();
    if (!names.contains(name)) {
      throw new IllegalArgumentException("no pass is named " + name + " among " + names);
    }
    Computation result = computation;
    for (Compiler.Pass pass : Compiler.passes().subList(0, names.indexOf(name) + 1)) {
      result = pass.apply(result);
    }
    return result;
  }

  /** The live operations in order that are neither inputs nor variables nor views. */
  static List<Op> kernels(Computation computation) {
    return computation.liveNodes().stream()
        .map(Node::op)
        .filter(
            op ->
                !(op instanceof Placeholder || op instanceof ReadVariable || op instanceof Reshape))
        .toList();
  }

  /** The live operations of a kind. */
  static <T extends Op> List<T> kernels(Computation computation, Class<T> kind) {
    return kernels(computation).stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
