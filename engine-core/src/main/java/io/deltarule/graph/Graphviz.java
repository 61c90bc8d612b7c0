package io.deltarule.graph;

import io.deltarule.op.Placeholder;
import io.deltarule.op.ReadVariable;

/**
 * Writes the live part of a computation in the DOT language of Graphviz, inputs at the top:
 * operations as boxes, placeholders and variables as ellipses, outputs and assigned variables as
 * double ellipses, and on every edge the type that flows. For {@code dot -Tsvg}.
 */
public final class Graphviz {
  private final Computation computation;
  private final StringBuilder text = new StringBuilder();

  private Graphviz(Computation computation) {
    this.computation = computation;
  }

  /** The whole graph; every line ends with '\n'. */
  public static String of(Computation computation) {
    return new Graphviz(computation).write();
  }

  private String write() {
    text.append("digraph computation {\n  rankdir=TB;\n  node [shape=box, fontname=\"sans\"];\n");
    computation.liveNodes().forEach(this::node);
    computation.outputs().forEach(this::output);
    for (int i = 0; i < computation.assignments().size(); i++) {
      assignment(i, computation.assignments().get(i));
    }
    return text.append("}\n").toString();
  }

  private void node(Node node) {
    String name = id(node);
    if (node.op() instanceof Placeholder placeholder) {
      declare(name, placeholder.inputName(), "shape=ellipse");
    } else if (node.op() instanceof ReadVariable read) {
      declare(name, read.variable().name(), "shape=ellipse, style=dashed");
    } else {
      declare(name, label(node), "");
    }
    node.inputs().forEach(input -> edge(input, name));
  }

  private static String label(Node node) {
    return node.scope().isEmpty() ? node.op().name() : node.op().name() + "\n" + node.scope();
  }

  private void output(String name, Value value) {
    String id = "output_" + escape(name);
    declare(id, name, "shape=ellipse, peripheries=2");
    edge(value, id);
  }

  private void assignment(int index, Assignment assignment) {
    String id = "assignment_" + index;
    String part = assignment.offset() == 0 ? "" : " from " + assignment.offset();
    declare(id, assignment.variable().name() + part, "shape=ellipse, style=dashed, peripheries=2");
    edge(assignment.value(), id);
  }

  private void declare(String id, String label, String attributes) {
    text.append("  \"").append(id).append("\" [label=\"").append(escape(label)).append('"');
    text.append(attributes.isEmpty() ? "" : ", " + attributes).append("];\n");
  }

  private void edge(Value from, String to) {
    text.append("  \"").append(id(from.node())).append("\" -> \"").append(to);
    text.append("\" [label=\"").append(escape(from.type().toString())).append("\"];\n");
  }

  private static String id(Node node) {
    return "n" + node.id();
  }

  private static String escape(String label) {
    return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
