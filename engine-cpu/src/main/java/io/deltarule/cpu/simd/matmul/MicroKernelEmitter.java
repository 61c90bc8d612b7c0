package io.deltarule.cpu.simd.matmul;

import static org.objectweb.asm.Opcodes.*;

import io.deltarule.cpu.matmul.IndexedKernel;
import io.deltarule.cpu.matmul.MicroKernel;
import io.deltarule.cpu.matmul.PanelLayout;
import io.deltarule.cpu.matmul.RowIndexedKernel;
import io.deltarule.cpu.simd.ExactClass;
import io.deltarule.cpu.simd.Lanes;
import java.lang.invoke.MethodHandles;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/**
 * Writes the bytecode of a register-blocked micro-kernel: {@code rows} times {@code vectors} sums,
 * each a local variable that the JIT keeps in a vector register, and one fully unrolled step over
 * the inner dimension: load the vectors of B, spread each element of A, fused multiply-add.
 *
 * <p>One generator takes the place of a hand-unrolled kernel for every lane width and register
 * count.
 */
final class MicroKernelEmitter {
  private static final String FLOAT_VECTOR = "jdk/incubator/vector/FloatVector";
  private static final String VECTOR = "Ljdk/incubator/vector/Vector;";
  private static final String SPECIES = "Ljdk/incubator/vector/VectorSpecies;";
  private static final String LANES = Type.getInternalName(Lanes.class);

  /**
   * Whether to state the class of each operand, and not only of the sums that a loop carries: where
   * the JIT may leave calls in large methods, it may not know what one returns when it comes to the
   * next. Where it does, that would only bring a method of four steps beyond what HotSpot's first
   * compiler takes.
   */
  private static final boolean STATE_ALL = !LargeMethods.stayInRegisters();

  /** Of so many rows of a step the JIT may choose the order. */
  private static final int ROWS_IN_ANY_ORDER = 2;

  /** All bits of {@link MicroKernel#MAX_INNER} and of what is less. */
  private static final int LEAST_MASK = 2 * Integer.highestOneBit(MicroKernel.MAX_INNER) - 1;

  private static final String NAME = "io/deltarule/cpu/simd/matmul/GeneratedMicroKernel";

  /** What is not packed. */
  private enum Index {
    NONE,
    ROWS_OF_A,
    ROWS_OF_B
  }

  // Parameters of MicroKernel.multiply; those of the indexed kernels have two more behind B_OFFSET.
  private static final int K = 1;
  private static final int A = 2;
  private static final int A_OFFSET = 3;
  private static final int B = 4;
  private static final int B_OFFSET = 5;
  private static final int PLACES = 6;
  private static final int FIRST_ROW = 7;

  private static final String DESCRIPTOR = "(I[FI[FI[FII[FIII)V";
  private static final String DESCRIPTOR_INDEXED = "(I[FI[FI[II[FII[FIII)V";

  private static final String MULTIPLY = "multiply";
  private static final String LEFT_OVER = "leftOver";
  private static final String IN_STEPS = "inSteps";

  private final int rows;
  private final int vectors;
  private final PanelLayout layout;
  private final Index index;
  private final int steps;
  private final String descriptor;
  private final int start;
  private final int startOffset;
  private final int startStride;
  private final int c;
  private final int cOffset;
  private final int cStride;
  private final int validRows;
  private final int counter;
  private final int rest;
  private final int rowOffset;
  private final int rowOfB;
  private final int firstVector;
  private MethodVisitor code;
  private ExactClass exactClass;

  private MicroKernelEmitter(int rows, int vectors, PanelLayout layout, Index index, int steps) {
    this.rows = rows;
    this.vectors = vectors;
    this.layout = layout;
    this.index = index;
    this.steps = steps;
    descriptor = index == Index.NONE ? DESCRIPTOR : DESCRIPTOR_INDEXED;
    start = index == Index.NONE ? B_OFFSET + 1 : FIRST_ROW + 1;
    startOffset = start + 1;
    startStride = start + 2;
    c = start + 3;
    cOffset = start + 4;
    cStride = start + 5;
    validRows = start + 6;
    counter = start + 7;
    rest = start + 8;
    rowOffset = start + 9;
    rowOfB = start + 10;
    firstVector = start + 11;
  }

  /**
   * A micro-kernel with tiles of {@code rows} by {@code vectors} vectors.
   *
   * @param layout where the elements of a panel of A lie
   * @param steps indices of the inner dimension at a time, a power of two; more than 1 pays on x86
   *     alone, where keeping loads in order takes no instruction
   * @throws IllegalStateException if hidden classes cannot be defined here
   */
  static MicroKernel emit(int rows, int vectors, PanelLayout layout, int steps) {
    return (MicroKernel)
        new MicroKernelEmitter(rows, vectors, layout, Index.NONE, steps).instance();
  }

  /**
   * The same for rows of B that lie anywhere, one step at a time: each of their addresses is
   * checked, and a check ends what the JIT can put in order.
   */
  static IndexedKernel emitIndexed(int rows, int vectors, PanelLayout layout) {
    return (IndexedKernel)
        new MicroKernelEmitter(rows, vectors, layout, Index.ROWS_OF_B, 1).instance();
  }

  /** The same for rows of A that lie anywhere. */
  static RowIndexedKernel emitRowIndexed(int rows, int vectors, int steps) {
    return (RowIndexedKernel)
        new MicroKernelEmitter(rows, vectors, PanelLayout.byRow(), Index.ROWS_OF_A, steps)
            .instance();
  }

  private Object instance() {
    try {
      Class<?> hidden = MethodHandles.lookup().defineHiddenClass(bytes(), true).lookupClass();
      return hidden.getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the micro-kernel could not be defined", e);
    }
  }

  private byte[] bytes() {
    ClassWriter writer =
        new ClassWriter(ClassWriter.COMPUTE_MAXS | ClassWriter.COMPUTE_FRAMES) {
          @Override
          protected String getCommonSuperClass(String a, String b) {
            return "java/lang/Object";
          }
        };
    Class<?> kind =
        switch (index) {
          case NONE -> MicroKernel.class;
          case ROWS_OF_A -> RowIndexedKernel.class;
          case ROWS_OF_B -> IndexedKernel.class;
        };
    String[] interfaces = {Type.getInternalName(kind)};
    writer.visit(V17, ACC_FINAL | ACC_SUPER, NAME, null, "java/lang/Object", interfaces);
    constructor(writer);
    constantGetter(writer, "rows", rows);
    constantGetter(writer, "columns", vectors * Lanes.COUNT);
    constantGetter(writer, "rowStride", layout.rowStride());
    constantGetter(writer, "innerStride", layout.innerStride());
    multiply(writer);
    writer.visitEnd();
    return writer.toByteArray();
  }

  /** All in one method, or what is left over of several steps at a time in another than those. */
  private void multiply(ClassWriter writer) {
    if (steps == 1) {
      product(writer, ACC_PUBLIC, MULTIPLY, 1);
    } else {
      inTwoParts(writer);
      product(writer, ACC_PRIVATE, LEFT_OVER, 1);
      product(writer, ACC_PRIVATE, IN_STEPS, steps);
    }
  }

  /**
   * The indices that are left over come first, and the others go on from the tile. A method for
   * each, because of HotSpot's first compiler: it runs out of virtual registers where a method has
   * too many operations, and the second is then never asked for what the first has compiled without
   * a profile before.
   */
  private void inTwoParts(ClassWriter writer) {
    code = writer.visitMethod(ACC_PUBLIC, MULTIPLY, descriptor, null, null);
    code.visitCode();
    code.visitVarInsn(ILOAD, K);
    code.visitIntInsn(SIPUSH, steps - 1);
    code.visitInsn(IAND);
    code.visitVarInsn(ISTORE, rest);
    Label multiple = new Label();
    code.visitVarInsn(ILOAD, rest);
    code.visitJumpInsn(IFEQ, multiple);
    call(LEFT_OVER, rest);
    code.visitVarInsn(ILOAD, K);
    code.visitVarInsn(ILOAD, rest);
    code.visitInsn(ISUB);
    code.visitInsn(DUP);
    code.visitVarInsn(ISTORE, K);
    Label more = new Label();
    code.visitJumpInsn(IFNE, more);
    code.visitInsn(RETURN);
    code.visitLabel(more);
    skipLeftOver();
    code.visitLabel(multiple);
    call(IN_STEPS, K);
    code.visitInsn(RETURN);
    code.visitMaxs(0, 0);
    code.visitEnd();
  }

  private void call(String method, int k) {
    code.visitVarInsn(ALOAD, 0);
    Type[] types = Type.getArgumentTypes(descriptor);
    for (int i = 0; i < types.length; i++) {
      code.visitVarInsn(types[i].getOpcode(ILOAD), i + 1 == K ? k : i + 1);
    }
    code.visitMethodInsn(INVOKESPECIAL, NAME, method, descriptor, false);
  }

  /** Has the other indices start where the first ones ended, and from their sums. */
  private void skipLeftOver() {
    advance(A_OFFSET, layout.innerStride());
    if (index == Index.ROWS_OF_B) {
      advance(FIRST_ROW, 1);
    } else {
      advance(B_OFFSET, vectors * Lanes.COUNT);
    }
    code.visitVarInsn(ALOAD, c);
    code.visitVarInsn(ASTORE, start);
    copyVariable(cOffset, startOffset);
    copyVariable(cStride, startStride);
  }

  private void advance(int variable, int stride) {
    code.visitVarInsn(ILOAD, variable);
    code.visitVarInsn(ILOAD, rest);
    code.visitIntInsn(SIPUSH, stride);
    code.visitInsn(IMUL);
    code.visitInsn(IADD);
    code.visitVarInsn(ISTORE, variable);
  }

  /**
   * A product over a multiple of {@code turns} indices.
   *
   * <p>No branch lies between a sum's first value and its last: sums that meet from two branches
   * would be one more thing for the JIT to keep in registers, and it does not always.
   */
  private void product(ClassWriter writer, int access, String name, int turns) {
    code = writer.visitMethod(access, name, descriptor, null, null);
    code.visitCode();
    exactClass = new ExactClass(code);
    boundK();
    if (index == Index.ROWS_OF_A) {
      findRowsOfA();
    }
    loadSums();
    loop(turns);
    storeSums();
    code.visitInsn(RETURN);
    exactClass.end();
    code.visitMaxs(0, 0);
    code.visitEnd();
  }

  /**
   * {@code k &= 511}, which changes nothing: but the JIT then knows that the loop is short, and
   * does not cut it into pieces that it can stop between, which would take registers.
   */
  private void boundK() {
    code.visitVarInsn(ILOAD, K);
    code.visitIntInsn(SIPUSH, LEAST_MASK);
    code.visitInsn(IAND);
    code.visitVarInsn(ISTORE, K);
  }

  private static void constructor(ClassWriter writer) {
    MethodVisitor init = writer.visitMethod(ACC_PUBLIC, "<init>", "()V", null, null);
    init.visitCode();
    init.visitVarInsn(ALOAD, 0);
    init.visitMethodInsn(INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
    init.visitInsn(RETURN);
    init.visitMaxs(0, 0);
    init.visitEnd();
  }

  private static void constantGetter(ClassWriter writer, String name, int value) {
    MethodVisitor getter = writer.visitMethod(ACC_PUBLIC, name, "()I", null, null);
    getter.visitCode();
    getter.visitIntInsn(SIPUSH, value);
    getter.visitInsn(IRETURN);
    getter.visitMaxs(0, 0);
    getter.visitEnd();
  }

  private int sum(int row, int vector) {
    return firstVector + row * vectors + vector;
  }

  private int loadedB(int vector) {
    return firstVector + rows * vectors + vector;
  }

  private int spreadA() {
    return firstVector + (rows + 1) * vectors;
  }

  /** Rows beyond the last valid one start from that one's values: their sums are not stored. */
  private void loadSums() {
    copyVariable(startOffset, rowOffset);
    for (int i = 0; i < rows; i++) {
      if (i > 0) {
        Label beyond = new Label();
        jumpIfBeyond(i, beyond);
        addTo(rowOffset, startStride);
        code.visitLabel(beyond);
      }
      for (int v = 0; v < vectors; v++) {
        loadVector(start, rowOffset, v * Lanes.COUNT);
        code.visitVarInsn(ASTORE, sum(i, v));
      }
    }
  }

  private void copyVariable(int from, int to) {
    code.visitVarInsn(ILOAD, from);
    code.visitVarInsn(ISTORE, to);
  }

  private void addTo(int variable, int summand) {
    code.visitVarInsn(ILOAD, variable);
    code.visitVarInsn(ILOAD, summand);
    code.visitInsn(IADD);
    code.visitVarInsn(ISTORE, variable);
  }

  private void jumpIfBeyond(int row, Label target) {
    code.visitVarInsn(ILOAD, validRows);
    code.visitIntInsn(SIPUSH, row);
    code.visitJumpInsn(IF_ICMPLE, target);
  }

  /**
   * {@code for (p = 0; p < k; p += turns)} every {@code sum += A[p, row] * B[p, vector]}, and of
   * the {@code turns - 1} indices behind p too.
   */
  private void loop(int turns) {
    Label head = new Label();
    Label done = new Label();
    code.visitInsn(ICONST_0);
    code.visitVarInsn(ISTORE, counter);
    code.visitLabel(head);
    code.visitVarInsn(ILOAD, counter);
    code.visitVarInsn(ILOAD, K);
    code.visitJumpInsn(IF_ICMPGE, done);
    for (int turn = 0; turn < turns; turn++) {
      if (turn > 0) {
        fence();
      }
      step(turn, turns > 1);
    }
    code.visitIincInsn(counter, turns);
    code.visitJumpInsn(GOTO, head);
    code.visitLabel(done);
  }

  /**
   * Every sum += A[p + turn, row] * B[p + turn, vector].
   *
   * @param inOrder whether the loads of a row wait for those of the rows before it
   */
  private void step(int turn, boolean inOrder) {
    if (index == Index.ROWS_OF_B) {
      findRowOfB(turn);
    }
    for (int v = 0; v < vectors; v++) {
      if (index == Index.ROWS_OF_B) {
        loadVector(B, rowOfB, v * Lanes.COUNT);
      } else {
        species();
        code.visitVarInsn(ALOAD, B);
        innerIndex(B_OFFSET, vectors * Lanes.COUNT, turn, v * Lanes.COUNT);
        invokeStatic("fromArray", "(" + SPECIES + "[FI)L" + FLOAT_VECTOR + ";");
      }
      code.visitVarInsn(ASTORE, loadedB(v));
      if (STATE_ALL) {
        exactClass.state(loadedB(v), "VECTOR");
      }
    }
    for (int i = 0; i < rows; i++) {
      if (inOrder && i > 0 && i % ROWS_IN_ANY_ORDER == 0) {
        fence();
      }
      spreadA(turn, i);
      for (int v = 0; v < vectors; v++) {
        if (turn == 0 || STATE_ALL) {
          exactClass.state(sum(i, v), "VECTOR");
        }
        code.visitVarInsn(ALOAD, spreadA());
        code.visitVarInsn(ALOAD, loadedB(v));
        code.visitVarInsn(ALOAD, sum(i, v));
        invokeVirtual("fma", "(" + VECTOR + VECTOR + ")L" + FLOAT_VECTOR + ";");
        code.visitVarInsn(ASTORE, sum(i, v));
      }
    }
  }

  /**
   * No instruction on x86, but the JIT moves no load across it. Without it, it loads what several
   * steps need before the first of them, more than there are registers for. A tile of one vector
   * has the registers, and there the JIT would load and spread each element by two instructions.
   */
  private void fence() {
    if (vectors == 1) {
      return;
    }
    code.visitMethodInsn(INVOKESTATIC, "java/lang/invoke/VarHandle", "loadLoadFence", "()V", false);
  }

  private int rowOfA(int row) {
    return spreadA() + 1 + row;
  }

  /** Where each row of A begins. */
  private void findRowsOfA() {
    for (int i = 0; i < rows; i++) {
      code.visitVarInsn(ALOAD, PLACES);
      index(FIRST_ROW, i);
      code.visitInsn(IALOAD);
      code.visitVarInsn(ILOAD, A_OFFSET);
      code.visitInsn(IADD);
      code.visitVarInsn(ISTORE, rowOfA(i));
    }
  }

  /** Where row p + turn of B begins. */
  private void findRowOfB(int turn) {
    code.visitVarInsn(ALOAD, PLACES);
    innerIndex(FIRST_ROW, 1, turn, 0);
    code.visitInsn(IALOAD);
    code.visitVarInsn(ILOAD, B_OFFSET);
    code.visitInsn(IADD);
    code.visitVarInsn(ISTORE, rowOfB);
  }

  /** Makes a vector that holds A[p + turn, row] in every lane. */
  private void spreadA(int turn, int row) {
    species();
    code.visitVarInsn(ALOAD, A);
    if (index == Index.ROWS_OF_A) {
      innerIndex(rowOfA(row), 1, turn, 0);
    } else {
      innerIndex(A_OFFSET, layout.innerStride(), turn, row * layout.rowStride());
    }
    code.visitInsn(FALOAD);
    invokeStatic("broadcast", "(" + SPECIES + "F)L" + FLOAT_VECTOR + ";");
    code.visitVarInsn(ASTORE, spreadA());
    if (STATE_ALL) {
      exactClass.state(spreadA(), "VECTOR");
    }
  }

  /**
   * {@code offset + (p + turn) * stride + shift}, computed anew each time: of a variable that is
   * advanced, the JIT does not see that it stays within bounds, and checks it each time around.
   */
  private void innerIndex(int offset, int stride, int turn, int shift) {
    code.visitVarInsn(ILOAD, offset);
    code.visitVarInsn(ILOAD, counter);
    if (stride != 1) {
      code.visitIntInsn(SIPUSH, stride);
      code.visitInsn(IMUL);
    }
    code.visitInsn(IADD);
    int constant = turn * stride + shift;
    if (constant != 0) {
      code.visitIntInsn(SIPUSH, constant);
      code.visitInsn(IADD);
    }
  }

  private void storeSums() {
    Label done = new Label();
    copyVariable(cOffset, rowOffset);
    for (int i = 0; i < rows; i++) {
      if (i > 0) {
        jumpIfBeyond(i, done);
        addTo(rowOffset, cStride);
      }
      for (int v = 0; v < vectors; v++) {
        exactClass.state(sum(i, v), "VECTOR");
        code.visitVarInsn(ALOAD, sum(i, v));
        code.visitVarInsn(ALOAD, c);
        index(rowOffset, v * Lanes.COUNT);
        invokeVirtual("intoArray", "([FI)V");
      }
    }
    code.visitLabel(done);
  }

  private void loadVector(int array, int offset, int shift) {
    species();
    code.visitVarInsn(ALOAD, array);
    index(offset, shift);
    invokeStatic("fromArray", "(" + SPECIES + "[FI)L" + FLOAT_VECTOR + ";");
  }

  private void index(int offset, int shift) {
    code.visitVarInsn(ILOAD, offset);
    if (shift != 0) {
      code.visitIntInsn(SIPUSH, shift);
      code.visitInsn(IADD);
    }
  }

  private void species() {
    code.visitFieldInsn(GETSTATIC, LANES, "SPECIES", SPECIES);
  }

  private void invokeStatic(String name, String descriptor) {
    code.visitMethodInsn(INVOKESTATIC, FLOAT_VECTOR, name, descriptor, false);
  }

  private void invokeVirtual(String name, String descriptor) {
    code.visitMethodInsn(INVOKEVIRTUAL, FLOAT_VECTOR, name, descriptor, false);
  }
}
