package io.deltarule.cpu.pointwise;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.cpu.lower.Kind;
import io.deltarule.cpu.lower.Lowering;
import io.deltarule.cpu.lower.MachineProgram;
import io.deltarule.cpu.parallel.WorkerPool;
import io.deltarule.cpu.processor.Processors;
import io.deltarule.cpu.warmup.WarmUp;
import io.deltarule.expr.BinaryOp;
import io.deltarule.expr.Expr;
import io.deltarule.expr.ScalarType;
import io.deltarule.expr.UnaryOp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Generated rows, scalar and vector, against the interpreter, which defines what they compute. */
class RowPrintersTest {
  private static final int GUARD = 3;
  private static final float SENTINEL = 12345.5f;

  /** Random programs over floats, ints and truth values, at lengths up to several pieces. */
  @Property(tries = 150)
  void printersGiveTheBitsOfTheInterpreter(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Expr> expressions = new RandomExpressions(random).draw();
    RowSpec spec =
        new RowSpec(
            List.of(Kind.FLOAT, Kind.FLOAT, Kind.INT, Kind.INT),
            List.of(random.nextBoolean(), false, random.nextBoolean(), false),
            Lowering.of(expressions));
    int count = random.nextInt(4) == 0 ? random.nextInt(700) : random.nextInt(70);
    Object[] expected = arrays(spec, count, seed);
    new InterpretedRow(spec, expected).run(offsets(spec), count);
    for (RowKernels.Printer printer : Processors.printers()) {
      Object[] actual = arrays(spec, count, seed);
      RowKernel kernel = kernels(printer).bind(spec, actual).now();
      kernel.run(offsets(spec), count);
      for (int operand = 0; operand < expected.length; operand++) {
        assertThat(bits(actual[operand]))
            .as("operand %s of %s, count %s", operand, expressions, count)
            .isEqualTo(bits(expected[operand]));
      }
    }
  }

  /** Results may lie where an input lies. */
  @Property(tries = 20)
  void rowsMayBeUpdatedInPlace(@ForAll long seed) {
    RowSpec spec =
        new RowSpec(
            List.of(Kind.FLOAT, Kind.FLOAT),
            List.of(false, false),
            Lowering.of(
                List.of(
                    Expr.input(0).plus(Expr.input(1).times(2)),
                    Expr.input(0).times(Expr.input(1)))));
    for (RowKernels.Printer printer : Processors.printers()) {
      Object[] apart = arrays(spec, 37, seed);
      kernels(printer).bind(spec, apart).now().run(offsets(spec), 37);
      Object[] inPlace = arrays(spec, 37, seed);
      inPlace[2] = inPlace[0];
      inPlace[3] = inPlace[1];
      kernels(printer).bind(spec, inPlace).now().run(offsets(spec), 37);
      assertThat(row(inPlace[0])).isEqualTo(row(apart[2]));
      assertThat(row(inPlace[1])).isEqualTo(row(apart[3]));
    }
  }

  private static int[] row(Object array) {
    int[] bits = bits(array);
    return Arrays.copyOfRange(bits, GUARD, bits.length - GUARD);
  }

  /** A method of the virtual machine has at most 65,535 bytes; the JIT compiles 8,000. */
  @Example
  void programsMayBeLong() {
    MachineProgram program = Lowering.of(List.of(sumOfProducts(1, 2048)));
    RowSpec spec = new RowSpec(List.of(Kind.FLOAT), List.of(false), program);
    float[] x = {1, 2, 3};
    float[] y = new float[3];
    for (RowKernels.Printer printer : Processors.printers()) {
      kernels(printer).bind(spec, x, y).now().run(new int[2], 3);
      assertThat(y).containsExactly(2_098_176, 4_196_352, 6_294_528);
    }
  }

  /** Results of stages that are long past, one of them an input, are written where inputs lie. */
  @Example
  void longProgramsMayBeUpdatedInPlace() {
    Expr small = Expr.input(0).plus(Expr.input(1));
    Expr large = sumOfProducts(1, 256).plus(Expr.input(1));
    RowSpec spec =
        new RowSpec(
            List.of(Kind.FLOAT, Kind.FLOAT),
            List.of(false, false),
            Lowering.of(List.of(small, large, Expr.input(0))));
    for (RowKernels.Printer printer : Processors.printers()) {
      float[] a = {1, 2};
      float[] b = {10, 20};
      float[] c = new float[2];
      kernels(printer).bind(spec, a, b, a, b, c).now().run(new int[5], 2);
      assertThat(a).containsExactly(11, 22);
      assertThat(b).containsExactly(32_906, 65_812);
      assertThat(c).containsExactly(1, 2);
    }
  }

  /** A method of the virtual machine has at most 255 parameters; a row may have more operands. */
  @Example
  void rowsMayHaveHundredsOfOperands() {
    int inputs = 400;
    Object[] arrays = new Object[inputs + 1];
    for (int i = 0; i <= inputs; i++) {
      arrays[i] = new float[] {i, -i};
    }
    List<Kind> kinds = Collections.nCopies(inputs, Kind.FLOAT);
    List<Boolean> uniform = Collections.nCopies(inputs, false);
    RowSpec spec = new RowSpec(kinds, uniform, Lowering.of(List.of(sumOfInputs(0, inputs - 1))));
    for (RowKernels.Printer printer : Processors.printers()) {
      kernels(printer).bind(spec, arrays).now().run(new int[inputs + 1], 2);
      assertThat((float[]) arrays[inputs]).containsExactly(79_800, -79_800);
    }
  }

  private static RowKernels kernels(RowKernels.Printer printer) {
    return new RowKernels(new WorkerPool(1), printer, WarmUp.none());
  }

  private static Expr sumOfInputs(int from, int to) {
    int middle = (from + to) / 2;
    return from == to
        ? Expr.input(from)
        : sumOfInputs(from, middle).plus(sumOfInputs(middle + 1, to));
  }

  private static Expr sumOfProducts(int from, int to) {
    int middle = (from + to) / 2;
    return from == to
        ? Expr.input(0).times(from)
        : sumOfProducts(from, middle).plus(sumOfProducts(middle + 1, to));
  }

  private static int[] offsets(RowSpec spec) {
    int[] offsets = new int[spec.operands()];
    Arrays.fill(offsets, GUARD);
    return offsets;
  }

  private static Object[] arrays(RowSpec spec, int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed + 1);
    Object[] arrays = new Object[spec.operands()];
    for (int operand = 0; operand < arrays.length; operand++) {
      int length = Math.max(1, count) + 2 * GUARD;
      boolean output = operand >= spec.inputs().size();
      if (spec.kind(operand) == Kind.INT) {
        int[] ints = new int[length];
        Arrays.setAll(ints, i -> output ? 77 : random.nextInt(-3, 12));
        arrays[operand] = ints;
      } else {
        float[] floats = new float[length];
        for (int i = 0; i < length; i++) {
          floats[i] = output ? SENTINEL : RandomExpressions.value(random);
        }
        arrays[operand] = floats;
      }
    }
    return arrays;
  }

  /** NaN counts as one value: which of its bits an operation keeps is the processor's affair. */
  private static int[] bits(Object array) {
    return array instanceof float[] floats
        ? java.util.stream.IntStream.range(0, floats.length)
            .map(i -> Float.floatToIntBits(floats[i]))
            .toArray()
        : (int[]) array;
  }

  /** Draws expressions of four inputs: 0 and 1 are floats, 2 and 3 ints. */
  private static final class RandomExpressions {
    private static final float[] SPECIAL = {
      0,
      -0f,
      1,
      -1,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      Float.NaN,
      1e-40f,
      88.8f,
      1e30f
    };

    private final SplittableRandom random;
    private final List<Expr> floats = new ArrayList<>();
    private final List<Expr> ints = new ArrayList<>();
    private final List<Expr> truths = new ArrayList<>();

    RandomExpressions(SplittableRandom random) {
      this.random = random;
      floats.add(Expr.input(0));
      floats.add(Expr.input(1));
      floats.add(Expr.constant(0.75));
      ints.add(Expr.input(2, ScalarType.INT));
      ints.add(Expr.input(3, ScalarType.INT));
      ints.add(Expr.constantInt(5));
      truths.add(Expr.input(0).lt(Expr.input(1)));
    }

    static float value(SplittableRandom random) {
      return random.nextInt(5) == 0
          ? SPECIAL[random.nextInt(SPECIAL.length)]
          : (float) random.nextDouble(-4, 4);
    }

    private Expr any(List<Expr> from) {
      return from.get(random.nextInt(from.size()));
    }

    List<Expr> draw() {
      for (int i = 0; i < 25; i++) {
        switch (random.nextInt(8)) {
          case 0, 1 -> floats.add(unary());
          case 2, 3 -> floats.add(floatBinary());
          case 4 -> ints.add(intBinary());
          case 5 -> truths.add(truth());
          case 6 -> floats.add(Expr.select(any(truths), any(floats), any(floats)));
          default -> ints.add(Expr.select(any(truths), any(ints), any(ints)));
        }
      }
      return List.of(
          floats.get(floats.size() - 1), ints.get(ints.size() - 1), truths.get(truths.size() - 1));
    }

    private Expr unary() {
      UnaryOp[] ops = UnaryOp.values();
      UnaryOp op = ops[random.nextInt(ops.length)];
      return switch (op) {
        case NOT, IS_FINITE, TO_FLOAT, SIN, COS -> any(ints).toFloat();
        default -> any(floats).apply(op);
      };
    }

    private Expr floatBinary() {
      Expr a = any(floats);
      Expr b = any(floats);
      return switch (random.nextInt(6)) {
        case 0 -> a.plus(b);
        case 1 -> a.minus(b);
        case 2 -> a.times(b);
        case 3 -> a.over(b);
        case 4 -> a.min(b);
        default -> a.max(b);
      };
    }

    private Expr intBinary() {
      Expr a = any(ints);
      Expr b = any(ints);
      return switch (random.nextInt(7)) {
        case 0 -> a.plus(b);
        case 1 -> a.minus(b);
        case 2 -> a.times(b);
        case 3 -> a.min(b);
        case 4 -> a.max(b);
        case 5 -> a.apply(UnaryOp.ABS);
        default -> a.apply(UnaryOp.NEG);
      };
    }

    private Expr truth() {
      BinaryOp[] ops = {
        BinaryOp.LT, BinaryOp.LE, BinaryOp.GT, BinaryOp.GE, BinaryOp.EQ, BinaryOp.NE
      };
      int op = random.nextInt(ops.length);
      boolean ofInts = random.nextBoolean();
      Expr a = any(ofInts ? ints : floats);
      Expr b = any(ofInts ? ints : floats);
      return switch (random.nextInt(9)) {
        case 0 -> any(truths).and(any(truths));
        case 1 -> any(truths).or(any(truths));
        case 2 -> any(truths).not();
        default ->
            switch (ops[op]) {
              case LT -> a.lt(b);
              case LE -> a.le(b);
              case GT -> a.gt(b);
              case GE -> a.ge(b);
              case EQ -> a.eq(b);
              default -> a.ne(b);
            };
      };
    }
  }
}
