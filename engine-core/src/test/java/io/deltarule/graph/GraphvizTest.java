package io.deltarule.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GraphvizTest {
  private final Graph graph = new Graph();
  private final Value x = graph.placeholder("x", TensorType.float32(4, 2));

  @Test
  void operationsInputsAndOutputsAreNodesAndTypesLabelTheEdges() {
    Value y = graph.scoped("head", () -> x.sum(1));
    String dot = Graphviz.of(Computation.of(Map.of("y", y)));
    assertThat(dot)
        .startsWith("digraph computation {\n")
        .endsWith("}\n")
        .contains("\"n0\" [label=\"x\", shape=ellipse];")
        .contains("\"n1\" [label=\"" + y.node().op().name() + "\\nhead\"];")
        .contains("\"n0\" -> \"n1\" [label=\"FLOAT32[4, 2]\"];")
        .contains("\"output_y\" [label=\"y\", shape=ellipse, peripheries=2];")
        .contains("\"n1\" -> \"output_y\" [label=\"FLOAT32[4]\"];");
  }

  @Test
  void whatNothingNeedsIsLeftOut() {
    Value unused = x.exp();
    Value y = x.sum();
    assertThat(Graphviz.of(Computation.of(Map.of("y", y))))
        .doesNotContain("\"n" + unused.node().id() + "\"");
  }

  @Test
  void anAssignmentNamesItsVariable() {
    Variable w = new Variable("w", TensorType.float32(4, 2), Variable.Role.PARAMETER);
    Value next = graph.read(w).add(x);
    String dot = Graphviz.of(new Computation(graph, Map.of(), List.of(Assignment.of(w, next))));
    assertThat(dot)
        .contains("[label=\"w\", shape=ellipse, style=dashed];")
        .contains("\"assignment_0\" [label=\"w\", shape=ellipse, style=dashed, peripheries=2];")
        .contains("\"n" + next.node().id() + "\" -> \"assignment_0\"");
  }

  @Test
  void quotesAndBackslashesInNamesAreEscaped() {
    Value y = graph.placeholder("a\"b\\c", TensorType.float32());
    assertThat(Graphviz.of(Computation.of(Map.of("y", y)))).contains("label=\"a\\\"b\\\\c\"");
  }
}
