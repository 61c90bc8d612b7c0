package io.deltarule.cpu.simd;

import static org.objectweb.asm.Opcodes.*;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/** The cast that {@link Lanes#VECTOR} is for, as bytecode. */
public final class ExactClass {
  private static final String LANES = Type.getInternalName(Lanes.class);

  private ExactClass() {}

  /**
   * Casts the object on the stack to the class that a field of {@link Lanes} holds.
   *
   * @param field the constant that holds the class
   * @param type the internal name of the type that bytecode can name it by
   */
  public static void cast(MethodVisitor code, String field, String type) {
    code.visitFieldInsn(GETSTATIC, LANES, field, "Ljava/lang/Class;");
    code.visitInsn(SWAP);
    code.visitMethodInsn(
        INVOKEVIRTUAL, "java/lang/Class", "cast", "(Ljava/lang/Object;)Ljava/lang/Object;", false);
    code.visitTypeInsn(CHECKCAST, type);
  }
}
