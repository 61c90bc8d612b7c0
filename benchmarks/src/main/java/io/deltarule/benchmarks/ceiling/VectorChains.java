package io.deltarule.benchmarks.ceiling;

import static org.objectweb.asm.Opcodes.*;

import java.lang.invoke.MethodHandles;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/**
 * Writes {@link Chains} of the widest vectors that the Vector API prefers here, as bytecode: any
 * number of them, and no class of the benchmarks needs the incubator module to be compiled.
 *
 * <p>The constant multiplier is the receiver of every operation, never a chain: the JIT knows its
 * class, and with it the class of each result. Where a variable that a loop carries is the
 * receiver, it may not, and then keeps vectors in objects (NOTES.md, "Vectors in objects").
 */
final class VectorChains {
  private static final String FLOAT_VECTOR = "jdk/incubator/vector/FloatVector";
  private static final String A_FLOAT_VECTOR = "L" + FLOAT_VECTOR + ";";
  private static final String VECTOR = "Ljdk/incubator/vector/Vector;";
  private static final String SPECIES = "Ljdk/incubator/vector/VectorSpecies;";
  private static final String OPERATORS = "jdk/incubator/vector/VectorOperators";
  private static final String ASSOCIATIVE = "Ljdk/incubator/vector/VectorOperators$Associative;";
  private static final String NAME = "io/deltarule/benchmarks/ceiling/GeneratedChains";

  private static final int TURNS = 1;
  private static final int MULTIPLIER = 2;
  private static final int ADDEND = 3;
  private static final int FIRST_CHAIN = 4;

  private final int chains;

  private VectorChains(int chains) {
    this.chains = chains;
  }

  /**
   * So many chains of vectors.
   *
   * @throws IllegalStateException if hidden classes cannot be defined here
   */
  static Chains emit(int chains) {
    ModuleLayer.boot()
        .findModule("jdk.incubator.vector")
        .ifPresent(VectorChains.class.getModule()::addReads);
    try {
      return (Chains)
          MethodHandles.lookup()
              .defineHiddenClass(new VectorChains(chains).bytes(), true)
              .lookupClass()
              .getDeclaredConstructor()
              .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the probe of multiply-adds could not be defined", e);
    }
  }

  private byte[] bytes() {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS | ClassWriter.COMPUTE_FRAMES);
    String[] interfaces = {Type.getInternalName(Chains.class)};
    writer.visit(V17, ACC_FINAL | ACC_SUPER, NAME, null, "java/lang/Object", interfaces);
    MethodVisitor init = writer.visitMethod(ACC_PUBLIC, "<init>", "()V", null, null);
    init.visitCode();
    init.visitVarInsn(ALOAD, 0);
    init.visitMethodInsn(INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
    end(init, RETURN);
    flopsPerTurn(writer.visitMethod(ACC_PUBLIC, "flopsPerTurn", "()I", null, null));
    run(writer.visitMethod(ACC_PUBLIC, "run", "(I)F", null, null));
    writer.visitEnd();
    return writer.toByteArray();
  }

  private void flopsPerTurn(MethodVisitor code) {
    code.visitCode();
    species(code);
    code.visitMethodInsn(
        INVOKEINTERFACE, "jdk/incubator/vector/VectorSpecies", "length", "()I", true);
    code.visitIntInsn(BIPUSH, 2 * chains);
    code.visitInsn(IMUL);
    end(code, IRETURN);
  }

  private void run(MethodVisitor code) {
    code.visitCode();
    broadcast(code, Chains.MULTIPLIER, MULTIPLIER);
    broadcast(code, Chains.ADDEND, ADDEND);
    for (int i = 0; i < chains; i++) {
      broadcast(code, i, FIRST_CHAIN + i);
    }
    Label test = new Label();
    Label turn = new Label();
    code.visitJumpInsn(GOTO, test);
    code.visitLabel(turn);
    for (int i = 0; i < chains; i++) {
      code.visitVarInsn(ALOAD, MULTIPLIER);
      code.visitVarInsn(ALOAD, FIRST_CHAIN + i);
      code.visitVarInsn(ALOAD, ADDEND);
      call(code, "fma", "(" + VECTOR + VECTOR + ")" + A_FLOAT_VECTOR);
      code.visitVarInsn(ASTORE, FIRST_CHAIN + i);
    }
    code.visitIincInsn(TURNS, -1);
    code.visitLabel(test);
    code.visitVarInsn(ILOAD, TURNS);
    code.visitJumpInsn(IFGT, turn);
    code.visitVarInsn(ALOAD, ADDEND);
    for (int i = 0; i < chains; i++) {
      code.visitVarInsn(ALOAD, FIRST_CHAIN + i);
      call(code, "add", "(" + VECTOR + ")" + A_FLOAT_VECTOR);
    }
    code.visitFieldInsn(GETSTATIC, OPERATORS, "ADD", ASSOCIATIVE);
    call(code, "reduceLanes", "(" + ASSOCIATIVE + ")F");
    end(code, FRETURN);
  }

  private static void broadcast(MethodVisitor code, float value, int variable) {
    species(code);
    code.visitLdcInsn(value);
    code.visitMethodInsn(
        INVOKESTATIC, FLOAT_VECTOR, "broadcast", "(" + SPECIES + "F)" + A_FLOAT_VECTOR, false);
    code.visitVarInsn(ASTORE, variable);
  }

  private static void species(MethodVisitor code) {
    code.visitFieldInsn(GETSTATIC, FLOAT_VECTOR, "SPECIES_PREFERRED", SPECIES);
  }

  private static void call(MethodVisitor code, String method, String descriptor) {
    code.visitMethodInsn(INVOKEVIRTUAL, FLOAT_VECTOR, method, descriptor, false);
  }

  private static void end(MethodVisitor code, int returns) {
    code.visitInsn(returns);
    code.visitMaxs(0, 0);
    code.visitEnd();
  }
}
