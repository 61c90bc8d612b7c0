package io.deltarule.cpu.pointwise;

import static org.objectweb.asm.Opcodes.*;

import io.deltarule.cpu.lower.Instruction;
import io.deltarule.cpu.lower.Kind;
import io.deltarule.cpu.lower.Opcode;
import java.util.function.IntUnaryOperator;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;

/**
 * Prints machine instructions other than inputs as scalar bytecode that leaves the value on the
 * stack.
 */
final class ScalarPrinter {
  private static final String MATH = "java/lang/Math";
  private static final String FLOAT = "java/lang/Float";

  private final MethodVisitor code;
  private final IntUnaryOperator local;

  /**
   * A printer.
   *
   * @param local the variable that holds the value of an instruction
   */
  ScalarPrinter(MethodVisitor code, IntUnaryOperator local) {
    this.code = code;
    this.local = local;
  }

  void print(Instruction e) {
    Opcode opcode = e.opcode();
    switch (opcode) {
      case INPUT_FLOAT, INPUT_INT -> throw new IllegalArgumentException("inputs have an address");
      case CONST_FLOAT -> code.visitLdcInsn(Float.intBitsToFloat(e.immediate()));
      case CONST_INT -> RowEmitter.pushInt(code, e.immediate());
      case ADD -> arithmetic(e, FADD);
      case SUB -> arithmetic(e, FSUB);
      case MUL -> arithmetic(e, FMUL);
      case DIV -> arithmetic(e, FDIV);
      case NEG -> arithmetic(e, FNEG);
      case MIN -> call(e, MATH, "min", "(FF)F");
      case MAX -> call(e, MATH, "max", "(FF)F");
      case ABS -> call(e, MATH, "abs", "(F)F");
      case FMA -> call(e, MATH, "fma", "(FFF)F");
      case SQRT -> callDouble(e, "sqrt", "(D)D");
      case POW -> callDouble(e, "pow", "(DD)D");
      case SIN -> callDouble(e, "sin", "(D)D");
      case COS -> callDouble(e, "cos", "(D)D");
      case INT_ADD -> arithmetic(e, IADD);
      case INT_SUB -> arithmetic(e, ISUB);
      case INT_MUL -> arithmetic(e, IMUL);
      case INT_MIN -> call(e, MATH, "min", "(II)I");
      case INT_MAX -> call(e, MATH, "max", "(II)I");
      case INT_AND, MASK_AND -> arithmetic(e, IAND);
      case INT_OR, MASK_OR -> arithmetic(e, IOR);
      case INT_SHL -> shift(e, ISHL);
      case INT_SHR -> shift(e, ISHR);
      case INT_TO_FLOAT -> arithmetic(e, I2F);
      case FLOAT_BITS -> call(e, FLOAT, "floatToRawIntBits", "(F)I");
      case BITS_FLOAT -> call(e, FLOAT, "intBitsToFloat", "(I)F");
      case MASK_NOT -> {
        push(e, 0);
        code.visitInsn(ICONST_1);
        code.visitInsn(IXOR);
      }
      case SELECT, INT_SELECT -> select(e);
      default -> compare(e);
    }
  }

  private void push(Instruction e, int operand) {
    int load = loadOpcode(e, operand);
    code.visitVarInsn(load, local.applyAsInt(e.operand(operand)));
  }

  private static int loadOpcode(Instruction e, int operand) {
    boolean isFloat =
        switch (e.opcode()) {
          case SELECT -> operand > 0;
          case FLOAT_BITS -> true;
          case BITS_FLOAT, INT_TO_FLOAT -> false;
          default -> e.opcode().isFloatComparison() || e.opcode().result() == Kind.FLOAT;
        };
    return isFloat ? FLOAD : ILOAD;
  }

  private void pushAll(Instruction e) {
    for (int operand = 0; operand < e.operands().size(); operand++) {
      push(e, operand);
    }
  }

  private void arithmetic(Instruction e, int opcode) {
    pushAll(e);
    code.visitInsn(opcode);
  }

  private void shift(Instruction e, int opcode) {
    push(e, 0);
    RowEmitter.pushInt(code, e.immediate());
    code.visitInsn(opcode);
  }

  private void call(Instruction e, String owner, String name, String descriptor) {
    pushAll(e);
    code.visitMethodInsn(INVOKESTATIC, owner, name, descriptor, false);
  }

  /** A function of doubles, rounded: exact for the square root, correct to 1 ulp for the others. */
  private void callDouble(Instruction e, String name, String descriptor) {
    for (int operand = 0; operand < e.operands().size(); operand++) {
      push(e, operand);
      code.visitInsn(F2D);
    }
    code.visitMethodInsn(INVOKESTATIC, MATH, name, descriptor, false);
    code.visitInsn(D2F);
  }

  private void select(Instruction e) {
    Label otherwise = new Label();
    Label end = new Label();
    push(e, 0);
    code.visitJumpInsn(IFEQ, otherwise);
    push(e, 1);
    code.visitJumpInsn(GOTO, end);
    code.visitLabel(otherwise);
    push(e, 2);
    code.visitLabel(end);
  }

  private void compare(Instruction e) {
    pushAll(e);
    Label isTrue = new Label();
    Label end = new Label();
    code.visitJumpInsn(jump(e.opcode()), isTrue);
    code.visitInsn(ICONST_0);
    code.visitJumpInsn(GOTO, end);
    code.visitLabel(isTrue);
    code.visitInsn(ICONST_1);
    code.visitLabel(end);
  }

  /**
   * The jump if true; floats are compared first, so that NaN makes every comparison but NE false.
   */
  private int jump(Opcode opcode) {
    return switch (opcode) {
      case LT -> afterCompare(FCMPG, IFLT);
      case LE -> afterCompare(FCMPG, IFLE);
      case GT -> afterCompare(FCMPL, IFGT);
      case GE -> afterCompare(FCMPL, IFGE);
      case EQ -> afterCompare(FCMPL, IFEQ);
      case NE -> afterCompare(FCMPL, IFNE);
      case INT_LT -> IF_ICMPLT;
      case INT_LE -> IF_ICMPLE;
      case INT_GT -> IF_ICMPGT;
      case INT_GE -> IF_ICMPGE;
      case INT_EQ -> IF_ICMPEQ;
      case INT_NE -> IF_ICMPNE;
      default -> throw new IllegalArgumentException(opcode + " is no comparison");
    };
  }

  private int afterCompare(int compare, int jump) {
    code.visitInsn(compare);
    return jump;
  }
}
