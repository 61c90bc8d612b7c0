package io.deltarule.cpu.simd.matmul;

import static org.objectweb.asm.Opcodes.*;

import io.deltarule.cpu.matmul.MicroKernel;
import io.deltarule.cpu.simd.Lanes;
import java.lang.invoke.MethodHandles;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/**
 * Writes the bytecode of a register-blocked micro-kernel: {@code rows} times {@code vectors} sums, each
 * a local variable that the JIT keeps in a vector register, and one fully unrolled step over the inner
 * dimension: load the vectors of B, spread each element of A, fused multiply-add.
 *
 * <p>One generator takes the place of a hand-unrolled kernel for every lane width and register count.
 */
final class MicroKernelEmitter {
  private static final String FLOAT_VECTOR = "jdk/incubator/vector/FloatVector";
  private static final String VECTOR = "Ljdk/incubator/vector/Vector;";
  private static final String SPECIES = "Ljdk/incubator/vector/VectorSpecies;";
  private static final String LANES = Type.getInternalName(Lanes.class);
  private static final String NAME = "io/deltarule/cpu/simd/matmul/GeneratedMicroKernel";

  // Parameters of MicroKernel.multiply.
  private static final int K = 1;
  private static final int A = 2;
  private static final int A_OFFSET = 3;
  private static final int B = 4;
  private static final int B_OFFSET = 5;
  private static final int C = 6;
  private static final int C_OFFSET = 7;
  private static final int C_STRIDE = 8;
  private static final int ACCUMULATE = 9;
  private static final int COUNTER = 10;
  private static final int FIRST_VECTOR = 11;

  private final int rows;
  private final int vectors;
  private MethodVisitor code;

  private MicroKernelEmitter(int rows, int vectors) {
    this.rows = rows;
    this.vectors = vectors;
  }

  /**
   * A micro-kernel with tiles of {@code rows} by {@code vectors} vectors.
   *
   * @throws IllegalStateException if hidden classes cannot be defined here
   */
  static MicroKernel emit(int rows, int vectors) {
    byte[] bytes = new MicroKernelEmitter(rows, vectors).bytes();
    try {
      Class<?> hidden = MethodHandles.lookup().defineHiddenClass(bytes, true).lookupClass();
      return (MicroKernel) hidden.getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the micro-kernel could not be defined", e);
    }
  }

  private byte[] bytes() {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS | ClassWriter.COMPUTE_FRAMES) {
      @Override
      protected String getCommonSuperClass(String a, String b) {
        return "java/lang/Object";
      }
    };
    String[] interfaces = {Type.getInternalName(MicroKernel.class)};
    writer.visit(V17, ACC_FINAL | ACC_SUPER, NAME, null, "java/lang/Object", interfaces);
    constructor(writer);
    constantGetter(writer, "rows", rows);
    constantGetter(writer, "columns", vectors * Lanes.COUNT);
    code =
        writer.visitMethod(ACC_PUBLIC, "multiply", "(I[FI[FI[FIIZ)V", null, null);
    code.visitCode();
    zeroSums();
    loop();
    storeSums();
    code.visitInsn(RETURN);
    code.visitMaxs(0, 0);
    code.visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
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
    return FIRST_VECTOR + row * vectors + vector;
  }

  private int loadedB(int vector) {
    return FIRST_VECTOR + rows * vectors + vector;
  }

  private void zeroSums() {
    for (int i = 0; i < rows * vectors; i++) {
      species();
      invokeStatic("zero", "(" + SPECIES + ")L" + FLOAT_VECTOR + ";");
      code.visitVarInsn(ASTORE, FIRST_VECTOR + i);
    }
  }

  /** for (p = 0; p &lt; k; p++) every sum += A[p, row] * B[p, vector]. */
  private void loop() {
    Label head = new Label();
    Label end = new Label();
    code.visitInsn(ICONST_0);
    code.visitVarInsn(ISTORE, COUNTER);
    code.visitLabel(head);
    code.visitVarInsn(ILOAD, COUNTER);
    code.visitVarInsn(ILOAD, K);
    code.visitJumpInsn(IF_ICMPGE, end);
    for (int v = 0; v < vectors; v++) {
      loadVector(B, B_OFFSET, v * Lanes.COUNT);
      code.visitVarInsn(ASTORE, loadedB(v));
    }
    for (int i = 0; i < rows; i++) {
      for (int v = 0; v < vectors; v++) {
        spreadA(i);
        code.visitVarInsn(ALOAD, loadedB(v));
        code.visitVarInsn(ALOAD, sum(i, v));
        invokeVirtual("fma", "(" + VECTOR + VECTOR + ")L" + FLOAT_VECTOR + ";");
        code.visitVarInsn(ASTORE, sum(i, v));
      }
    }
    code.visitIincInsn(A_OFFSET, rows);
    code.visitIincInsn(B_OFFSET, vectors * Lanes.COUNT);
    code.visitIincInsn(COUNTER, 1);
    code.visitJumpInsn(GOTO, head);
    code.visitLabel(end);
  }

  /** Pushes a vector that holds A[p, row] in every lane. */
  private void spreadA(int row) {
    species();
    code.visitVarInsn(ALOAD, A);
    code.visitVarInsn(ILOAD, A_OFFSET);
    code.visitIntInsn(SIPUSH, row);
    code.visitInsn(IADD);
    code.visitInsn(FALOAD);
    invokeStatic("broadcast", "(" + SPECIES + "F)L" + FLOAT_VECTOR + ";");
  }

  private void storeSums() {
    for (int i = 0; i < rows; i++) {
      for (int v = 0; v < vectors; v++) {
        storeSum(sum(i, v), v * Lanes.COUNT);
      }
      code.visitVarInsn(ILOAD, C_OFFSET);
      code.visitVarInsn(ILOAD, C_STRIDE);
      code.visitInsn(IADD);
      code.visitVarInsn(ISTORE, C_OFFSET);
    }
  }

  private void storeSum(int local, int column) {
    Label fresh = new Label();
    code.visitVarInsn(ILOAD, ACCUMULATE);
    code.visitJumpInsn(IFEQ, fresh);
    loadVector(C, C_OFFSET, column);
    code.visitVarInsn(ALOAD, local);
    invokeVirtual("add", "(" + VECTOR + ")L" + FLOAT_VECTOR + ";");
    code.visitVarInsn(ASTORE, local);
    code.visitLabel(fresh);
    code.visitVarInsn(ALOAD, local);
    code.visitVarInsn(ALOAD, C);
    index(C_OFFSET, column);
    invokeVirtual("intoArray", "([FI)V");
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
