package io.deltarule.cpu.lower;

import io.deltarule.expr.BinaryOp;
import io.deltarule.expr.Expr;
import io.deltarule.expr.ExprProgram;
import io.deltarule.expr.ScalarType;
import java.util.ArrayList;
import java.util.List;

/** Turns expressions into machine programs. */
public final class Lowering {
  private final MachineBuilder code = new MachineBuilder();
  private final ElementaryFunctions functions = new ElementaryFunctions(code);
  private final List<Integer> positions = new ArrayList<>();

  private Lowering() {}

  /** The program that computes all the expressions; a truth value becomes 1 or 0. */
  public static MachineProgram of(List<Expr> expressions) {
    ExprProgram program = ExprProgram.of(expressions);
    Lowering lowering = new Lowering();
    for (Expr instruction : program.instructions()) {
      lowering.positions.add(lowering.lower(instruction, program));
    }
    List<Integer> results = new ArrayList<>();
    for (int i = 0; i < expressions.size(); i++) {
      int result = lowering.positions.get(program.results().get(i));
      boolean isMask = expressions.get(i).type() == ScalarType.BOOL;
      results.add(isMask ? lowering.maskAsFloat(result) : result);
    }
    return lowering.code.build(results);
  }

  private int maskAsFloat(int mask) {
    return code.emit(Opcode.SELECT, mask, code.constant(1), code.constant(0));
  }

  private int lower(Expr e, ExprProgram program) {
    List<Integer> at =
        e.operands().stream().map(operand -> positions.get(program.position(operand))).toList();
    if (e instanceof Expr.Input input) {
      boolean isInt = input.type() == ScalarType.INT;
      return code.emitWith(isInt ? Opcode.INPUT_INT : Opcode.INPUT_FLOAT, input.index());
    }
    if (e instanceof Expr.Const constant) {
      return code.constant((float) constant.value());
    }
    if (e instanceof Expr.IntConst constant) {
      return code.constantInt(constant.value());
    }
    if (e instanceof Expr.Select select) {
      return select(select, at);
    }
    if (e instanceof Expr.Unary unary) {
      return unary(unary, at.get(0));
    }
    if (e instanceof Expr.Binary binary) {
      return binary(binary, at.get(0), at.get(1));
    }
    throw new IllegalArgumentException("expression " + e + " was not inlined");
  }

  private int select(Expr.Select e, List<Integer> at) {
    if (e.type() == ScalarType.BOOL) {
      int chosen = code.emit(Opcode.MASK_AND, at.get(0), at.get(1));
      int other = code.emit(Opcode.MASK_AND, code.emit(Opcode.MASK_NOT, at.get(0)), at.get(2));
      return code.emit(Opcode.MASK_OR, chosen, other);
    }
    Opcode opcode = e.type() == ScalarType.INT ? Opcode.INT_SELECT : Opcode.SELECT;
    return code.emit(opcode, at.get(0), at.get(1), at.get(2));
  }

  private int unary(Expr.Unary e, int x) {
    boolean isInt = e.operand().type() == ScalarType.INT;
    return switch (e.op()) {
      case NEG -> isInt ? negateInt(x) : code.emit(Opcode.NEG, x);
      case ABS -> isInt ? code.emit(Opcode.INT_MAX, x, negateInt(x)) : code.emit(Opcode.ABS, x);
      case SIGN -> functions.sign(x);
      case FLOOR -> functions.floor(x);
      case SQRT -> code.emit(Opcode.SQRT, x);
      case EXP -> functions.exp(x);
      case EXPM1 -> functions.expm1(x);
      case LOG -> functions.log(x);
      case LOG1P -> functions.log1p(x);
      case TANH -> functions.tanh(x);
      case ERF -> functions.erf(x);
      case SIN -> code.emit(Opcode.SIN, x);
      case COS -> code.emit(Opcode.COS, x);
      case IS_FINITE -> functions.isFinite(x);
      case NOT -> code.emit(Opcode.MASK_NOT, x);
      case TO_FLOAT -> code.emit(Opcode.INT_TO_FLOAT, x);
    };
  }

  private int negateInt(int x) {
    return code.emit(Opcode.INT_SUB, code.constantInt(0), x);
  }

  private int binary(Expr.Binary e, int a, int b) {
    boolean isInt = e.left().type() == ScalarType.INT;
    return code.emit(isInt ? intOpcode(e.op()) : floatOpcode(e.op()), a, b);
  }

  private static Opcode floatOpcode(BinaryOp op) {
    return switch (op) {
      case ADD -> Opcode.ADD;
      case SUB -> Opcode.SUB;
      case MUL -> Opcode.MUL;
      case DIV -> Opcode.DIV;
      case MIN -> Opcode.MIN;
      case MAX -> Opcode.MAX;
      case POW -> Opcode.POW;
      case LT -> Opcode.LT;
      case LE -> Opcode.LE;
      case GT -> Opcode.GT;
      case GE -> Opcode.GE;
      case EQ -> Opcode.EQ;
      case NE -> Opcode.NE;
      case AND -> Opcode.MASK_AND;
      case OR -> Opcode.MASK_OR;
    };
  }

  private static Opcode intOpcode(BinaryOp op) {
    return switch (op) {
      case ADD -> Opcode.INT_ADD;
      case SUB -> Opcode.INT_SUB;
      case MUL -> Opcode.INT_MUL;
      case MIN -> Opcode.INT_MIN;
      case MAX -> Opcode.INT_MAX;
      case LT -> Opcode.INT_LT;
      case LE -> Opcode.INT_LE;
      case GT -> Opcode.INT_GT;
      case GE -> Opcode.INT_GE;
      case EQ -> Opcode.INT_EQ;
      case NE -> Opcode.INT_NE;
      default -> throw new IllegalArgumentException("operation " + op + " is not defined on ints");
    };
  }
}
