package io.deltarule.parity.graphs;

import io.deltarule.graph.TensorType;
import io.deltarule.op.Placeholder;
import io.deltarule.tensor.Tensor;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A recipe as a Java program of one class, which builds the graph through the public API, runs it
 * on a backend, compiled and not, and compares the results with the reference's.
 *
 * <p>Its {@code computation()} has the outputs of {@link Recipe#withGradients}, and its {@code
 * inputs()} the values of {@link Recipe#values}: as literals where they are few, else drawn from
 * the same seed.
 */
public final class JavaSnippet {
  private static final int MOST_LITERALS = 64;

  private static final String IMPORTS =
      """
      import io.deltarule.autodiff.ReverseMode;
      import io.deltarule.backend.Engine;
      import io.deltarule.backend.Executable;
      import io.deltarule.compile.Compiler;
      import io.deltarule.expr.Expr;
      import io.deltarule.expr.ScalarType;
      import io.deltarule.expr.UnaryOp;
      import io.deltarule.graph.Computation;
      import io.deltarule.graph.Graph;
      import io.deltarule.graph.TensorType;
      import io.deltarule.graph.Value;
      import io.deltarule.layer.Activations;
      import io.deltarule.op.*;
      import io.deltarule.parity.Bounds;
      import io.deltarule.parity.graphs.GradientRule;
      import io.deltarule.parity.graphs.Range;
      import io.deltarule.tensor.Shape;
      import io.deltarule.tensor.Tensor;
      import java.util.LinkedHashMap;
      import java.util.List;
      import java.util.Map;
      """;

  private static final String GRADIENTS =
      """
        /** The gradients of the sum of some losses by some inputs, 0 where none flows. */
        private static void gradients(
            String prefix, Map<String, Value> results, List<Value> losses, Map<String, Value> by) {
          List<Value> ones = losses.stream().map(l -> l.graph().full(l.shape(), 1)).toList();
          List<Value> found = ReverseMode.gradients(losses, ones, List.copyOf(by.values()));
          int at = 0;
          for (Map.Entry<String, Value> input : by.entrySet()) {
            Value gradient = found.get(at++);
            Value zeros = input.getValue().graph().zerosLike(input.getValue());
            results.put(prefix + "/" + input.getKey(), gradient == null ? zeros : gradient);
          }
        }
      """;

  private static final String MAIN =
      """
        /** Compares a backend, the argument or else cpu, with the reference. */
        public static void main(String[] arguments) {
          Computation computation = computation();
          Bounds bounds = Bounds.of(computation, inputs());
          try (Engine engine = Engine.open(arguments.length == 0 ? "cpu" : arguments[0])) {
            compare(engine, "uncompiled", computation, bounds);
            compare(engine, "compiled", Compiler.optimize(computation), bounds);
          }
        }

        private static void compare(
            Engine engine, String what, Computation computation, Bounds bounds) {
          Executable executable =
              engine.load(computation, engine.newState(), engine.backend().planOptions());
          Map<String, Tensor> live = new LinkedHashMap<>(inputs());
          live.keySet().retainAll(executable.plan().inputs().keySet());
          Map<String, Tensor> results = executable.run(live);
          results.forEach((name, value) -> System.out.println(what + " " + name + " = " + value));
          System.out.println(what + ": worst error/bound " + bounds.check(what, results));
        }
      """;

  private JavaSnippet() {}

  /** The program that reproduces a recipe. */
  public static String of(Recipe recipe, String className) {
    return IMPORTS
        + "\n/** The random graph of seed "
        + recipe.seed()
        + ". */\npublic final class "
        + className
        + " {\n"
        + computation(recipe)
        + "\n"
        + GRADIENTS
        + "\n"
        + inputs(recipe)
        + "\n"
        + MAIN
        + "}\n";
  }

  private static String computation(Recipe recipe) {
    StringBuilder text = new StringBuilder();
    text.append("  public static Computation computation() {\n    Graph graph = new Graph();\n");
    text.append("    Map<String, Value> inputs = new LinkedHashMap<>();\n");
    List<List<TensorType>> types = recipe.types();
    for (int i = 0; i < recipe.steps().size(); i++) {
      Step step = recipe.steps().get(i);
      text.append("    ").append(statement(recipe, step, i)).append("  // ").append(types.get(i));
      text.append('\n');
      if (step.op() instanceof Placeholder input && input.type().dtype().isFloating()) {
        line(text, "inputs.put(\"" + input.inputName() + "\", v" + i + ");");
      }
    }
    line(text, "Map<String, Value> results = new LinkedHashMap<>();");
    for (int i = 0; i < recipe.outputs().size(); i++) {
      line(text, "results.put(\"y" + i + "\", " + value(recipe, recipe.outputs().get(i)) + ");");
    }
    for (int i = 0; i < recipe.losses().size(); i++) {
      line(text, "results.put(\"l" + i + "\", " + value(recipe, recipe.losses().get(i)) + ");");
    }
    gradients(recipe, text);
    line(text, "return Computation.of(results);");
    return text.append("  }\n").toString();
  }

  private static void gradients(Recipe recipe, StringBuilder text) {
    List<Ref> losses = recipe.losses();
    if (recipe.lossMode() == LossMode.SUMMED && !losses.isEmpty()) {
      gradients("g", recipe, losses, text);
    } else {
      for (int i = 0; i < losses.size(); i++) {
        gradients("l" + i, recipe, losses.subList(i, i + 1), text);
      }
    }
  }

  private static void gradients(
      String prefix, Recipe recipe, List<Ref> losses, StringBuilder text) {
    line(text, "gradients(\"" + prefix + "\", results, " + values(recipe, losses) + ", inputs);");
  }

  private static void line(StringBuilder text, String statement) {
    text.append("    ").append(statement).append('\n');
  }

  private static String statement(Recipe recipe, Step step, int number) {
    String call = OpSource.of(step.op()) + ", " + values(recipe, step.arguments()) + ")";
    return isSingle(recipe, number)
        ? "Value v" + number + " = graph.apply(" + call + ".output(0);"
        : "List<Value> v" + number + " = graph.apply(" + call + ".outputs();";
  }

  private static boolean isSingle(Recipe recipe, int step) {
    return recipe.types().get(step).size() == 1;
  }

  private static String values(Recipe recipe, List<Ref> refs) {
    return refs.stream()
        .map(ref -> value(recipe, ref))
        .collect(Collectors.joining(", ", "List.of(", ")"));
  }

  private static String value(Recipe recipe, Ref ref) {
    boolean single = isSingle(recipe, ref.step());
    return "v" + ref.step() + (single ? "" : ".get(" + ref.output() + ")");
  }

  private static String inputs(Recipe recipe) {
    StringBuilder text = new StringBuilder();
    text.append("  public static Map<String, Tensor> inputs() {\n");
    line(text, "Map<String, Tensor> inputs = new LinkedHashMap<>();");
    recipe
        .values()
        .forEach(
            (name, tensor) -> {
              String value =
                  tensor.size() <= MOST_LITERALS
                      ? Literals.of(tensor)
                      : drawn(recipe, name, tensor);
              line(text, "inputs.put(\"" + name + "\", " + value + ");");
            });
    line(text, "return inputs;");
    return text.append("  }\n").toString();
  }

  private static String drawn(Recipe recipe, String name, Tensor tensor) {
    Range range = recipe.ranges().get(name);
    return String.format(
        "new Range(%s, %s).draw(%dL, \"%s\", %s)",
        Literals.of(range.low()),
        Literals.of(range.high()),
        recipe.seed(),
        name,
        Literals.of(new TensorType(tensor.dtype(), tensor.shape())));
  }
}
