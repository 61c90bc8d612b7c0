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

  private static final String MULTIPLY = "(I[FI[FI[FII[FIII)V";
  private static final String MULTIPLY_INDEXED = "(I[FI[FI[II[FII[FIII)V";

  private final int rows;
  private final int vectors;
  private final PanelLayout layout;
  private final Index index;
  private final int start;
  private final int startOffset;
  private final int startStride;
  private final int c;
  private final int cOffset;
  private final int cStride;
  private final int validRows;
  private final int counter;
  private final int rowOffset;
  private final int rowOfB;
  private final int firstVector;
  private MethodVisitor code;

  private MicroKernelEmitter(int rows, int vectors, PanelLayout layout, Index index) {
    this.rows = rows;
    this.vectors = vectors;
    this.layout = layout;
    this.index = index;
    start = index == Index.NONE ? B_OFFSET + 1 : FIRST_ROW + 1;
    startOffset = start + 1;
    startStride = start + 2;
    c = start + 3;
    cOffset = start + 4;
    cStride = start + 5;
    validRows = start + 6;
    counter = start + 7;
    rowOffset = start + 8;
    rowOfB = start + 9;
    firstVector = start + 10;
  }

  /**
   * A micro-kernel with tiles of {@code rows} by {@code vectors} vectors.
   *
   * @param layout where the elements of a panel of A lie
   * @throws IllegalStateException if hidden classes cannot be defined here
   */
  static MicroKernel emit(int rows, int vectors, PanelLayout layout) {
    return (MicroKernel) new MicroKernelEmitter(rows, vectors, layout, Index.NONE).instance();
  }

  /** The same for rows of B that lie anywhere. */
  static IndexedKernel emitIndexed(int rows, int vectors, PanelLayout layout) {
    return (IndexedKernel)
        new MicroKernelEmitter(rows, vectors, layout, Index.ROWS_OF_B).instance();
  }

  /** The same for rows of A that lie anywhere. */
  static RowIndexedKernel emitRowIndexed(int rows, int vectors) {
    return (RowIndexedKernel)
        new MicroKernelEmitter(rows, vectors, PanelLayout.byRow(), Index.ROWS_OF_A).instance();
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

  /**
   * No branch lies between a sum's first value and its last: sums that meet from two branches would
   * be one more thing for the JIT to keep in registers, and it does not always.
   */
  private void multiply(ClassWriter writer) {
    String descriptor = index == Index.NONE ? MULTIPLY : MULTIPLY_INDEXED;
    code = writer.visitMethod(ACC_PUBLIC, "multiply", descriptor, null, null);
    code.visitCode();
    boundK();
    if (index == Index.ROWS_OF_A) {
      findRowsOfA();
    }
    loadSums();
    loop();
    storeSums();
    code.visitInsn(RETURN);
    code.visitMaxs(0, 0);
    code.visitEnd();
  }

  /**
   * {@code k &= 511}, which changes nothing: but the JIT then knows that the loop is short, and
   * does not cut it into pieces that it can stop between, which would take registers.
   */
  private void boundK() {
    code.visitVarInsn(ILOAD, K);
    code.visitIntInsn(SIPUSH, 2 * MicroKernel.MAX_INNER - 1);
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

  /** for (p = 0; p &lt; k; p++) every sum += A[p, row] * B[p, vector]. */
  private void loop() {
    Label head = new Label();
    Label end = new Label();
    code.visitInsn(ICONST_0);
    code.visitVarInsn(ISTORE, counter);
    code.visitLabel(head);
    code.visitVarInsn(ILOAD, counter);
    code.visitVarInsn(ILOAD, K);
    code.visitJumpInsn(IF_ICMPGE, end);
    if (index == Index.ROWS_OF_B) {
      findRowOfB();
    }
    for (int v = 0; v < vectors; v++) {
      if (index == Index.ROWS_OF_B) {
        loadVector(B, rowOfB, v * Lanes.COUNT);
      } else {
        species();
        code.visitVarInsn(ALOAD, B);
        innerIndex(B_OFFSET, vectors * Lanes.COUNT, v * Lanes.COUNT);
        invokeStatic("fromArray", "(" + SPECIES + "[FI)L" + FLOAT_VECTOR + ";");
      }
      code.visitVarInsn(ASTORE, loadedB(v));
    }
    for (int i = 0; i < rows; i++) {
      spreadA(i);
      for (int v = 0; v < vectors; v++) {
        code.visitVarInsn(ALOAD, spreadA());
        code.visitVarInsn(ALOAD, loadedB(v));
        code.visitVarInsn(ALOAD, sum(i, v));
        invokeVirtual("fma", "(" + VECTOR + VECTOR + ")L" + FLOAT_VECTOR + ";");
        code.visitVarInsn(ASTORE, sum(i, v));
      }
    }
    code.visitIincInsn(counter, 1);
    code.visitJumpInsn(GOTO, head);
    code.visitLabel(end);
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

  /** Where row p of B begins. */
  private void findRowOfB() {
    code.visitVarInsn(ALOAD, PLACES);
    code.visitVarInsn(ILOAD, FIRST_ROW);
    code.visitVarInsn(ILOAD, counter);
    code.visitInsn(IADD);
    code.visitInsn(IALOAD);
    code.visitVarInsn(ILOAD, B_OFFSET);
    code.visitInsn(IADD);
    code.visitVarInsn(ISTORE, rowOfB);
  }

  /** Makes a vector that holds A[p, row] in every lane. */
  private void spreadA(int row) {
    species();
    code.visitVarInsn(ALOAD, A);
    if (index == Index.ROWS_OF_A) {
      code.visitVarInsn(ILOAD, rowOfA(row));
      code.visitVarInsn(ILOAD, counter);
      code.visitInsn(IADD);
    } else {
      innerIndex(A_OFFSET, layout.innerStride(), row * layout.rowStride());
    }
    code.visitInsn(FALOAD);
    invokeStatic("broadcast", "(" + SPECIES + "F)L" + FLOAT_VECTOR + ";");
    code.visitVarInsn(ASTORE, spreadA());
  }

  /**
   * {@code offset + p * stride + shift}, computed anew each time: of a variable that is advanced,
   * the JIT does not see that it stays within bounds, and checks it each time around.
   */
  private void innerIndex(int offset, int stride, int shift) {
    code.visitVarInsn(ILOAD, offset);
    code.visitVarInsn(ILOAD, counter);
    code.visitIntInsn(SIPUSH, stride);
    code.visitInsn(IMUL);
    code.visitInsn(IADD);
    code.visitIntInsn(SIPUSH, shift);
    code.visitInsn(IADD);
  }

  private void storeSums() {
    Label end = new Label();
    copyVariable(cOffset, rowOffset);
    for (int i = 0; i < rows; i++) {
      if (i > 0) {
        jumpIfBeyond(i, end);
        addTo(rowOffset, cStride);
      }
      for (int v = 0; v < vectors; v++) {
        code.visitVarInsn(ALOAD, sum(i, v));
        ExactClass.cast(code, "VECTOR", FLOAT_VECTOR);
        code.visitVarInsn(ALOAD, c);
        index(rowOffset, v * Lanes.COUNT);
        invokeVirtual("intoArray", "([FI)V");
      }
    }
    code.visitLabel(end);
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
