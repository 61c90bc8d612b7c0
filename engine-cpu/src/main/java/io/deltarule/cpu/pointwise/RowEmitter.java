package io.deltarule.cpu.pointwise;

import static org.objectweb.asm.Opcodes.*;

import io.deltarule.cpu.lower.Instruction;
import io.deltarule.cpu.lower.Kind;
import io.deltarule.cpu.lower.MachineProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/**
 * Prints a machine program as the class file of a {@link RowKernel}: its arrays in final fields,
 * and a loop over the row. Every value is a local variable. The loop works element by element;
 * {@link #vectorLoop} lets a subclass put a vector loop before it.
 */
public class RowEmitter {
  /**
   * Parameters of the loops, the last one their counter; the operands' arrays and offsets follow.
   */
  protected static final int OFFSETS = 1;

  protected static final int COUNT = 2;
  protected static final int COUNTER = 3;
  protected static final int FIRST_FREE = 4;

  private static final String LOOP = "([III)I";

  private static final String OBJECTS = "[Ljava/lang/Object;";

  private final String className;
  protected final RowSpec spec;
  protected final MachineProgram program;

  /**
   * An emitter.
   *
   * @param packageName where the class will be defined, with slashes
   */
  protected RowEmitter(String packageName, RowSpec spec) {
    this.className = packageName + "/GeneratedRow";
    this.spec = spec;
    this.program = spec.program();
  }

  /** The class file for a package, scalar. */
  static byte[] print(String packageName, RowSpec spec) {
    return new RowEmitter(packageName, spec).print();
  }

  /** The class file. */
  protected final byte[] print() {
    ClassWriter writer =
        new ClassWriter(ClassWriter.COMPUTE_MAXS | ClassWriter.COMPUTE_FRAMES) {
          @Override
          protected String getCommonSuperClass(String a, String b) {
            return "java/lang/Object";
          }
        };
    String[] interfaces = {Type.getInternalName(RowKernel.class)};
    writer.visit(
        V17, ACC_PUBLIC | ACC_FINAL | ACC_SUPER, className, null, "java/lang/Object", interfaces);
    for (int operand = 0; operand < spec.operands(); operand++) {
      writer.visitField(
          ACC_PRIVATE | ACC_FINAL, field(operand), arrayDescriptor(operand), null, null);
    }
    constructor(writer);
    run(writer);
    loop(writer, "scalars", this::scalarLoop);
    loop(writer, "vectors", this::vectorLoop);
    writer.visitEnd();
    return writer.toByteArray();
  }

  /** Writes a method that returns the count of elements done. */
  private void loop(ClassWriter writer, String name, Consumer<MethodVisitor> body) {
    MethodVisitor code = writer.visitMethod(ACC_PRIVATE, name, LOOP, null, null);
    code.visitCode();
    body.accept(code);
    code.visitInsn(IRETURN);
    code.visitMaxs(0, 0);
    code.visitEnd();
  }

  private static String field(int operand) {
    return "operand" + operand;
  }

  protected final String arrayDescriptor(int operand) {
    return spec.kind(operand) == Kind.INT ? "[I" : "[F";
  }

  private void constructor(ClassWriter writer) {
    MethodVisitor code = writer.visitMethod(ACC_PUBLIC, "<init>", "(" + OBJECTS + ")V", null, null);
    code.visitCode();
    code.visitVarInsn(ALOAD, 0);
    code.visitMethodInsn(INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
    for (int operand = 0; operand < spec.operands(); operand++) {
      code.visitVarInsn(ALOAD, 0);
      code.visitVarInsn(ALOAD, 1);
      pushInt(code, operand);
      code.visitInsn(AALOAD);
      code.visitTypeInsn(CHECKCAST, arrayDescriptor(operand));
      code.visitFieldInsn(PUTFIELD, className, field(operand), arrayDescriptor(operand));
    }
    code.visitInsn(RETURN);
    code.visitMaxs(0, 0);
    code.visitEnd();
  }

  /** {@code scalars(offsets, count, vectors(offsets, count, 0))}. */
  private void run(ClassWriter writer) {
    MethodVisitor code = writer.visitMethod(ACC_PUBLIC, "run", "([II)V", null, null);
    code.visitCode();
    code.visitVarInsn(ALOAD, 0);
    code.visitVarInsn(ALOAD, OFFSETS);
    code.visitVarInsn(ILOAD, COUNT);
    code.visitVarInsn(ALOAD, 0);
    code.visitVarInsn(ALOAD, OFFSETS);
    code.visitVarInsn(ILOAD, COUNT);
    code.visitInsn(ICONST_0);
    code.visitMethodInsn(INVOKEVIRTUAL, className, "vectors", LOOP, false);
    code.visitMethodInsn(INVOKEVIRTUAL, className, "scalars", LOOP, false);
    code.visitInsn(POP);
    code.visitInsn(RETURN);
    code.visitMaxs(0, 0);
    code.visitEnd();
  }

  /** Where the loops keep the array of an operand. */
  protected final int array(int operand) {
    return FIRST_FREE + operand;
  }

  /** Where the loops keep the offset of an operand's row. */
  protected final int offset(int operand) {
    return FIRST_FREE + spec.operands() + operand;
  }

  /** Where the loops keep the value of an instruction. */
  protected final int local(int instruction) {
    return FIRST_FREE + 2 * spec.operands() + instruction;
  }

  /** Loads all arrays and offsets into local variables. */
  protected final void loadOperands(MethodVisitor code) {
    for (int operand = 0; operand < spec.operands(); operand++) {
      code.visitVarInsn(ALOAD, 0);
      code.visitFieldInsn(GETFIELD, className, field(operand), arrayDescriptor(operand));
      code.visitVarInsn(ASTORE, array(operand));
      code.visitVarInsn(ALOAD, OFFSETS);
      pushInt(code, operand);
      code.visitInsn(IALOAD);
      code.visitVarInsn(ISTORE, offset(operand));
    }
  }

  /** Leaves array and index of an operand's present element on the stack. */
  protected final void pushElement(MethodVisitor code, int operand) {
    code.visitVarInsn(ALOAD, array(operand));
    code.visitVarInsn(ILOAD, offset(operand));
    if (!spec.isUniform(operand)) {
      code.visitVarInsn(ILOAD, COUNTER);
      code.visitInsn(IADD);
    }
  }

  /** The instructions whose value is the same for all elements of a row. */
  protected final List<Integer> invariant() {
    List<Integer> invariant = new ArrayList<>();
    for (int i = 0; i < program.instructions().size(); i++) {
      if (isInvariant(program.instruction(i))) {
        invariant.add(i);
      }
    }
    return invariant;
  }

  protected final boolean isInvariant(Instruction instruction) {
    return switch (instruction.opcode()) {
      case INPUT_FLOAT, INPUT_INT -> spec.isUniform(instruction.immediate());
      case CONST_FLOAT, CONST_INT -> true;
      default -> false;
    };
  }

  /**
   * Computes elements from 0 on and leaves their number on the stack. The scalar loop does the
   * rest.
   */
  protected void vectorLoop(MethodVisitor code) {
    code.visitInsn(ICONST_0);
  }

  private void scalarLoop(MethodVisitor code) {
    ScalarPrinter printer = new ScalarPrinter(code, this::local);
    loadOperands(code);
    for (int i : invariant()) {
      scalar(code, printer, i);
    }
    Label head = new Label();
    Label end = new Label();
    code.visitLabel(head);
    code.visitVarInsn(ILOAD, COUNTER);
    code.visitVarInsn(ILOAD, COUNT);
    code.visitJumpInsn(IF_ICMPGE, end);
    for (int i = 0; i < program.instructions().size(); i++) {
      if (!isInvariant(program.instruction(i))) {
        scalar(code, printer, i);
      }
    }
    for (int k = 0; k < program.results().size(); k++) {
      boolean isInt = program.resultKind(k) == Kind.INT;
      pushElement(code, spec.inputs().size() + k);
      code.visitVarInsn(isInt ? ILOAD : FLOAD, local(program.results().get(k)));
      code.visitInsn(isInt ? IASTORE : FASTORE);
    }
    code.visitIincInsn(COUNTER, 1);
    code.visitJumpInsn(GOTO, head);
    code.visitLabel(end);
    code.visitVarInsn(ILOAD, COUNT);
  }

  private void scalar(MethodVisitor code, ScalarPrinter printer, int position) {
    Instruction instruction = program.instruction(position);
    switch (instruction.opcode()) {
      case INPUT_FLOAT -> {
        pushElement(code, instruction.immediate());
        code.visitInsn(FALOAD);
      }
      case INPUT_INT -> {
        pushElement(code, instruction.immediate());
        code.visitInsn(IALOAD);
      }
      default -> printer.print(instruction);
    }
    boolean isFloat = instruction.opcode().result() == Kind.FLOAT;
    code.visitVarInsn(isFloat ? FSTORE : ISTORE, local(position));
  }

  /** Pushes an int constant. */
  protected static void pushInt(MethodVisitor code, int value) {
    if (value >= Short.MIN_VALUE && value <= Short.MAX_VALUE) {
      code.visitIntInsn(SIPUSH, value);
    } else {
      code.visitLdcInsn(value);
    }
  }
}
