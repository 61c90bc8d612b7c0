package io.deltarule.cpu.simd;

import static org.objectweb.asm.Opcodes.*;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/**
 * States the classes of vectors in bytecode; see {@link Lanes#VECTOR}. A comparison, and a jump
 * that is never taken: behind it the JIT knows the class, and that there is an object, in all code
 * that follows. Of what a cast gives it knows the class, but that may be null.
 */
public final class ExactClass {
  private static final String LANES = Type.getInternalName(Lanes.class);
  private static final String ERROR = "java/lang/AssertionError";

  private final MethodVisitor code;
  private final Label foreign = new Label();

  /** For one method. */
  public ExactClass(MethodVisitor code) {
    this.code = code;
  }

  /**
   * States the class of the object in a local variable.
   *
   * @param field the constant of {@link Lanes} that holds the class
   */
  public void state(int variable, String field) {
    code.visitVarInsn(ALOAD, variable);
    code.visitMethodInsn(
        INVOKEVIRTUAL, "java/lang/Object", "getClass", "()Ljava/lang/Class;", false);
    code.visitFieldInsn(GETSTATIC, LANES, field, "Ljava/lang/Class;");
    code.visitJumpInsn(IF_ACMPNE, foreign);
  }

  /** Prints where the jumps go, behind what never goes on to the next instruction. */
  public void end() {
    code.visitLabel(foreign);
    code.visitTypeInsn(NEW, ERROR);
    code.visitInsn(DUP);
    code.visitMethodInsn(INVOKESPECIAL, ERROR, "<init>", "()V", false);
    code.visitInsn(ATHROW);
  }
}
