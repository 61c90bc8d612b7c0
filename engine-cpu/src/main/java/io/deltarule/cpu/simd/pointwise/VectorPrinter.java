package io.deltarule.cpu.simd.pointwise;

import static org.objectweb.asm.Opcodes.*;

import io.deltarule.cpu.lower.Instruction;
import io.deltarule.cpu.lower.Kind;
import io.deltarule.cpu.lower.Opcode;
import io.deltarule.cpu.simd.Lanes;
import java.util.function.IntUnaryOperator;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/**
 * Prints machine instructions as calls of the Vector API that leave a vector, or a mask, on the
 * stack. All masks are masks of float vectors; comparisons of ints cast theirs.
 */
final class VectorPrinter {
  private static final String API = "jdk/incubator/vector/";
  private static final String FLOATS = API + "FloatVector";
  private static final String INTS = API + "IntVector";
  private static final String MASK = API + "VectorMask";
  private static final String OPERATORS = API + "VectorOperators";
  private static final String VECTOR_TYPE = "L" + API + "Vector;";
  private static final String MASK_TYPE = "L" + MASK + ";";
  private static final String SPECIES_TYPE = "L" + API + "VectorSpecies;";
  private static final String LANES = Type.getInternalName(Lanes.class);

  private final MethodVisitor code;
  private final IntUnaryOperator local;

  /**
   * A printer.
   *
   * @param local the variable that holds the value of an instruction
   */
  VectorPrinter(MethodVisitor code, IntUnaryOperator local) {
    this.code = code;
    this.local = local;
  }

  private static String owner(Kind kind) {
    return kind == Kind.INT ? INTS : FLOATS;
  }

  private static String type(Kind kind) {
    return "L" + owner(kind) + ";";
  }

  void pushSpecies(Kind kind) {
    String field = kind == Kind.INT ? "INT_SPECIES" : "SPECIES";
    code.visitFieldInsn(GETSTATIC, LANES, field, SPECIES_TYPE);
  }

  /** From species and scalar on the stack. */
  void spread(Kind kind) {
    String descriptor = "(" + SPECIES_TYPE + (kind == Kind.INT ? "I" : "F") + ")" + type(kind);
    code.visitMethodInsn(INVOKESTATIC, owner(kind), "broadcast", descriptor, false);
  }

  /** From species, array and index on the stack. */
  void load(Kind kind) {
    String descriptor = "(" + SPECIES_TYPE + (kind == Kind.INT ? "[I" : "[F") + "I)" + type(kind);
    code.visitMethodInsn(INVOKESTATIC, owner(kind), "fromArray", descriptor, false);
  }

  /** From vector, array and index on the stack. */
  void store(Kind kind) {
    String descriptor = kind == Kind.INT ? "([II)V" : "([FI)V";
    code.visitMethodInsn(INVOKEVIRTUAL, owner(kind), "intoArray", descriptor, false);
  }

  void print(Instruction e) {
    Opcode opcode = e.opcode();
    if (opcode.isFloatComparison() || opcode.isIntComparison()) {
      compare(e);
      return;
    }
    switch (opcode) {
      case ADD -> binary(e, FLOATS, "add");
      case SUB -> binary(e, FLOATS, "sub");
      case MUL -> binary(e, FLOATS, "mul");
      case DIV -> binary(e, FLOATS, "div");
      case MIN -> binary(e, FLOATS, "min");
      case MAX -> binary(e, FLOATS, "max");
      case NEG -> call(e, FLOATS, "neg", "()" + type(Kind.FLOAT));
      case ABS -> call(e, FLOATS, "abs", "()" + type(Kind.FLOAT));
      case SQRT -> call(e, FLOATS, "sqrt", "()" + type(Kind.FLOAT));
      case FMA -> call(e, FLOATS, "fma", "(" + VECTOR_TYPE + VECTOR_TYPE + ")" + type(Kind.FLOAT));
      case INT_ADD -> binary(e, INTS, "add");
      case INT_SUB -> binary(e, INTS, "sub");
      case INT_MUL -> binary(e, INTS, "mul");
      case INT_MIN -> binary(e, INTS, "min");
      case INT_MAX -> binary(e, INTS, "max");
      case INT_AND -> binary(e, INTS, "and");
      case INT_OR -> binary(e, INTS, "or");
      case INT_SHL -> shift(e, "LSHL");
      case INT_SHR -> shift(e, "ASHR");
      case INT_TO_FLOAT -> intToFloat(e);
      case FLOAT_BITS -> reinterpret(e, Kind.FLOAT, Kind.INT);
      case BITS_FLOAT -> reinterpret(e, Kind.INT, Kind.FLOAT);
      case MASK_AND -> call(e, MASK, "and", "(" + MASK_TYPE + ")" + MASK_TYPE);
      case MASK_OR -> call(e, MASK, "or", "(" + MASK_TYPE + ")" + MASK_TYPE);
      case MASK_NOT -> call(e, MASK, "not", "()" + MASK_TYPE);
      case SELECT, INT_SELECT -> select(e);
      default -> throw new IllegalArgumentException(opcode + " has no vector form");
    }
  }

  private void push(Instruction e, int operand) {
    code.visitVarInsn(ALOAD, local.applyAsInt(e.operand(operand)));
  }

  private void call(Instruction e, String owner, String name, String descriptor) {
    for (int operand = 0; operand < e.operands().size(); operand++) {
      push(e, operand);
    }
    code.visitMethodInsn(INVOKEVIRTUAL, owner, name, descriptor, false);
  }

  private void binary(Instruction e, String owner, String name) {
    call(e, owner, name, "(" + VECTOR_TYPE + ")L" + owner + ";");
  }

  private void operator(String name, String type) {
    code.visitFieldInsn(GETSTATIC, OPERATORS, name, "L" + OPERATORS + "$" + type + ";");
  }

  private void shift(Instruction e, String operator) {
    push(e, 0);
    operator(operator, "Binary");
    code.visitIntInsn(SIPUSH, e.immediate());
    String descriptor = "(L" + OPERATORS + "$Binary;I)" + type(Kind.INT);
    code.visitMethodInsn(INVOKEVIRTUAL, INTS, "lanewise", descriptor, false);
  }

  /**
   * The same bits as another kind. The species is named: where the API finds it itself, as it does
   * in {@code reinterpretAsInts}, HotSpot 17 may not know it in time, and keeps the call and both
   * vectors in objects.
   */
  private void reinterpret(Instruction e, Kind from, Kind to) {
    push(e, 0);
    pushSpecies(to);
    code.visitInsn(ICONST_0);
    String descriptor = "(" + SPECIES_TYPE + "I)" + VECTOR_TYPE;
    code.visitMethodInsn(INVOKEVIRTUAL, owner(from), "reinterpretShape", descriptor, false);
    code.visitTypeInsn(CHECKCAST, owner(to));
  }

  private void intToFloat(Instruction e) {
    push(e, 0);
    operator("I2F", "Conversion");
    code.visitInsn(ICONST_0);
    String descriptor = "(L" + OPERATORS + "$Conversion;I)" + VECTOR_TYPE;
    code.visitMethodInsn(INVOKEVIRTUAL, INTS, "convert", descriptor, false);
    code.visitTypeInsn(CHECKCAST, FLOATS);
  }

  private void compare(Instruction e) {
    boolean ints = e.opcode().isIntComparison();
    push(e, 0);
    String name = e.opcode().name();
    operator(ints ? name.substring(name.indexOf('_') + 1) : name, "Comparison");
    push(e, 1);
    String descriptor = "(L" + OPERATORS + "$Comparison;" + VECTOR_TYPE + ")" + MASK_TYPE;
    code.visitMethodInsn(INVOKEVIRTUAL, ints ? INTS : FLOATS, "compare", descriptor, false);
    if (ints) {
      castMask(Kind.FLOAT);
    }
  }

  /** {@code b.blend(a, mask)}: a where the mask is set. */
  private void select(Instruction e) {
    Kind kind = e.opcode().result();
    push(e, 2);
    push(e, 1);
    push(e, 0);
    if (kind == Kind.INT) {
      castMask(Kind.INT);
    }
    String descriptor = "(" + VECTOR_TYPE + MASK_TYPE + ")" + type(kind);
    code.visitMethodInsn(INVOKEVIRTUAL, owner(kind), "blend", descriptor, false);
  }

  private void castMask(Kind kind) {
    pushSpecies(kind);
    code.visitMethodInsn(INVOKEVIRTUAL, MASK, "cast", "(" + SPECIES_TYPE + ")" + MASK_TYPE, false);
  }
}
