package io.deltarule.cuda.pointwise;

import io.deltarule.cuda.nvrtc.KernelSource;
import io.deltarule.expr.Expr;
import io.deltarule.expr.ExprProgram;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

/**
 * A generated kernel: expressions at every position of some views. Its text depends on the
 * expressions, on which operands are aligned for vectors, and, unless all operands are contiguous
 * or single elements, on the strides and on the sizes of all axes but the outermost: those stand in
 * it as constants, so that the compiler turns divisions into multiplications.
 *
 * <p>The kernel takes the addresses of the outputs, then of the inputs that the expressions use,
 * then the number of positions.
 */
final class PointwiseSource {
  private final ExprProgram program;
  private final List<Expr> expressions;
  private final List<View> outputs;
  private final TreeMap<Integer, View> inputs = new TreeMap<>();
  private final IterationSpace space;
  private final boolean flat;
  private final int width;

  /**
   * Generates a kernel.
   *
   * @param expressions over the inputs by number
   * @param outputs one an expression
   * @param inputs with as many strides as the shape has axes
   */
  PointwiseSource(List<Expr> expressions, List<View> outputs, List<View> inputs, Shape shape) {
    this.expressions = expressions;
    this.outputs = outputs;
    program = ExprProgram.of(expressions);
    for (Expr instruction : program.instructions()) {
      if (instruction instanceof Expr.Input input) {
        this.inputs.put(input.index(), inputs.get(input.index()));
      }
    }
    List<long[]> strides = new ArrayList<>();
    outputs.forEach(view -> strides.add(view.strides()));
    this.inputs.values().forEach(view -> strides.add(view.strides()));
    space = new IterationSpace(shape, strides);
    flat = space.rank() <= 1 && IntStream.range(0, strides.size()).allMatch(this::isFlat);
    int most = VectorWidth.choose(program, strides.size());
    width = flat ? alignedWidth(most) : VectorWidth.fitting(most, space, outputs);
  }

  private boolean isFlat(int operand) {
    long stride = space.innerStride(operand);
    return space.rank() == 0 || stride == 1 || (stride == 0 && operand >= outputs.size());
  }

  /** The widest that every output is aligned for; the last vector may be cut short. */
  private int alignedWidth(int most) {
    int aligned = most;
    for (View output : outputs) {
      while (output.address() % ((long) aligned * Float.BYTES) != 0) {
        aligned /= 2;
      }
    }
    return aligned;
  }

  /** How many positions a thread visits. */
  int width() {
    return width;
  }

  /** The inputs that the kernel takes, in order. */
  List<View> usedInputs() {
    return List.copyOf(inputs.values());
  }

  /** The text, with the name of its kernel derived from the rest. */
  KernelSource source() {
    String body = body();
    CRC32 crc = new CRC32();
    crc.update(body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    String name = String.format("pointwise_%08x", crc.getValue());
    String code = "#include \"pointwise.cuh\"\n\n" + head(name) + body;
    return new KernelSource(name + ".cu", code, List.of("--fmad=false"), List.of(name))
        .withHeader("kernels/pointwise.cuh");
  }

  private String head(String name) {
    List<String> parameters = new ArrayList<>();
    for (int j = 0; j < outputs.size(); j++) {
      parameters.add(Statements.type(outputs.get(j).type()) + "* y" + j);
    }
    inputs.forEach(
        (i, view) -> parameters.add("const " + Statements.type(view.type()) + "* x" + i));
    parameters.add("unsigned count");
    return "extern \"C\" __global__ void __launch_bounds__(kBlock)\n    "
        + name
        + "("
        + String.join(", ", parameters)
        + ")";
  }

  private String body() {
    List<String> lines = new ArrayList<>();
    lines.add("constexpr int V = " + width + ";");
    lines.add("const unsigned first = (blockIdx.x * kBlock + threadIdx.x) * V;");
    lines.add("if (first >= count) return;");
    int operand = outputs.size();
    if (!flat) {
      coordinates(lines);
    }
    for (int i : inputs.keySet()) {
      lines.add("const auto v" + i + " = " + load(i, operand++) + ";");
    }
    for (int j = 0; j < outputs.size(); j++) {
      lines.add("Pack<" + Statements.type(outputs.get(j).type()) + ", V> r" + j + ";");
    }
    lines.add("#pragma unroll");
    lines.add("for (int k = 0; k < V; ++k) {");
    Statements statements = new Statements(program);
    statements.lines().forEach(line -> lines.add("  " + line));
    for (int j = 0; j < outputs.size(); j++) {
      lines.add("  r" + j + ".lane[k] = " + statements.result(j) + ";");
    }
    lines.add("}");
    for (int j = 0; j < outputs.size(); j++) {
      lines.add(store(j) + ";");
    }
    return lines.stream()
        .map(line -> line.startsWith("#") ? line : "  " + line)
        .collect(Collectors.joining("\n", " {\n  // " + formula() + "\n", "\n}\n"));
  }

  private String formula() {
    return IntStream.range(0, expressions.size())
        .mapToObj(j -> "y" + j + " = " + expressions.get(j))
        .collect(Collectors.joining("; "));
  }

  /** The index along each axis, innermost last, from the index of the first position. */
  private void coordinates(List<String> lines) {
    lines.add("unsigned rest = first;");
    for (int axis = space.rank() - 1; axis > 0; axis--) {
      lines.add("const unsigned i" + axis + " = rest % " + space.dim(axis) + "u;");
      lines.add("rest /= " + space.dim(axis) + "u;");
    }
    lines.add("const unsigned i0 = rest;");
  }

  /** Where an operand's element of the first position lies. */
  private String offset(int operand) {
    StringBuilder sum = new StringBuilder();
    for (int axis = 0; axis < space.rank(); axis++) {
      long stride = space.stride(operand, axis);
      if (stride != 0) {
        sum.append(" + i").append(axis).append(stride == 1 ? "" : " * " + stride + "u");
      }
    }
    return sum.toString();
  }

  private String load(int input, int operand) {
    String at = "x" + input + (flat ? "" : offset(operand));
    long stride = space.innerStride(operand);
    if (width == 1 || stride == 0) {
      String element = flat && stride != 0 ? at + "[first]" : "*(" + at + ")";
      return "repeat<V>(" + element + ")";
    }
    boolean atOnce = VectorWidth.movesAtOnce(width, space, inputs.get(input), operand);
    if (flat) {
      return atOnce
          ? "load<V>(" + at + " + first, count - first)"
          : "load_unaligned<V>(" + at + " + first, count - first)";
    }
    return atOnce ? "load<V>(" + at + ")" : "load_strided<V>(" + at + ", " + stride + "u)";
  }

  private String store(int output) {
    if (flat) {
      return "store(y" + output + " + first, count - first, r" + output + ")";
    }
    return "store(y" + output + offset(output) + ", r" + output + ")";
  }
}
