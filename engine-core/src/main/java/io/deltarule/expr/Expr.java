package io.deltarule.expr;

import java.util.List;
import java.util.Objects;

/**
 * An immutable scalar expression: what a pointwise operation computes from the elements at one
 * position of its inputs. Expressions share sub-expressions freely; equality is structural.
 *
 * <p>The arithmetic methods fold what is exact to fold: {@code x * 1}, {@code x + 0}, constants.
 */
public abstract sealed class Expr {
  /** The expression 0. */
  public static final Expr ZERO = new Const(0);

  /** The expression 1. */
  public static final Expr ONE = new Const(1);

  /** Beyond this many characters operands print as dots. */
  private static final int LONGEST_TEXT = 500;

  private final ScalarType type;
  private final int hash;

  private Expr(ScalarType type, int hash) {
    this.type = type;
    this.hash = hash;
  }

  /** The element of the input with this number, a float. */
  public static Expr input(int index) {
    return new Input(index, ScalarType.FLOAT);
  }

  /** The element of the input with this number. */
  public static Expr input(int index, ScalarType type) {
    return new Input(index, type);
  }

  /** A floating-point constant; it is rounded to the precision that the backend computes in. */
  public static Expr constant(double value) {
    return new Const(value);
  }

  /** An integer constant. */
  public static Expr constantInt(int value) {
    return new IntConst(value);
  }

  /** {@code condition ? whenTrue : whenFalse}; the value not chosen has no effect, even if NaN. */
  public static Expr select(Expr condition, Expr whenTrue, Expr whenFalse) {
    return whenTrue.equals(whenFalse) ? whenTrue : new Select(condition, whenTrue, whenFalse);
  }

  /** The type of the value. */
  public final ScalarType type() {
    return type;
  }

  /** The operands, in order. */
  public abstract List<Expr> operands();

  /** The same operation on other operands. */
  public abstract Expr withOperands(List<Expr> operands);

  public final Expr plus(Expr other) {
    if (isConstant(0)) {
      return other;
    }
    return other.isConstant(0) ? this : fold(BinaryOp.ADD, other);
  }

  public final Expr plus(double other) {
    return plus(constant(other));
  }

  public final Expr minus(Expr other) {
    return other.isConstant(0) ? this : fold(BinaryOp.SUB, other);
  }

  public final Expr minus(double other) {
    return minus(constant(other));
  }

  public final Expr times(Expr other) {
    if (isConstant(1)) {
      return other;
    }
    return other.isConstant(1) ? this : fold(BinaryOp.MUL, other);
  }

  public final Expr times(double other) {
    return times(constant(other));
  }

  public final Expr over(Expr other) {
    return other.isConstant(1) ? this : fold(BinaryOp.DIV, other);
  }

  public final Expr over(double other) {
    return over(constant(other));
  }

  public final Expr min(Expr other) {
    return new Binary(BinaryOp.MIN, this, other);
  }

  public final Expr max(Expr other) {
    return new Binary(BinaryOp.MAX, this, other);
  }

  public final Expr pow(Expr exponent) {
    return exponent.isConstant(1) ? this : new Binary(BinaryOp.POW, this, exponent);
  }

  public final Expr lt(Expr other) {
    return new Binary(BinaryOp.LT, this, other);
  }

  public final Expr le(Expr other) {
    return new Binary(BinaryOp.LE, this, other);
  }

  public final Expr gt(Expr other) {
    return new Binary(BinaryOp.GT, this, other);
  }

  public final Expr ge(Expr other) {
    return new Binary(BinaryOp.GE, this, other);
  }

  public final Expr eq(Expr other) {
    return new Binary(BinaryOp.EQ, this, other);
  }

  public final Expr ne(Expr other) {
    return new Binary(BinaryOp.NE, this, other);
  }

  public final Expr and(Expr other) {
    return new Binary(BinaryOp.AND, this, other);
  }

  public final Expr or(Expr other) {
    return new Binary(BinaryOp.OR, this, other);
  }

  public final Expr not() {
    return apply(UnaryOp.NOT);
  }

  public final Expr negate() {
    return this instanceof Const c ? constant(-c.value) : apply(UnaryOp.NEG);
  }

  public final Expr abs() {
    return apply(UnaryOp.ABS);
  }

  public final Expr sign() {
    return apply(UnaryOp.SIGN);
  }

  public final Expr sqrt() {
    return apply(UnaryOp.SQRT);
  }

  public final Expr exp() {
    return apply(UnaryOp.EXP);
  }

  public final Expr expm1() {
    return apply(UnaryOp.EXPM1);
  }

  public final Expr log() {
    return apply(UnaryOp.LOG);
  }

  public final Expr log1p() {
    return apply(UnaryOp.LOG1P);
  }

  public final Expr tanh() {
    return apply(UnaryOp.TANH);
  }

  public final Expr erf() {
    return apply(UnaryOp.ERF);
  }

  public final Expr isFinite() {
    return apply(UnaryOp.IS_FINITE);
  }

  public final Expr toFloat() {
    return apply(UnaryOp.TO_FLOAT);
  }

  /** x * x. */
  public final Expr square() {
    return times(this);
  }

  /** The unary operation applied to this expression. */
  public final Expr apply(UnaryOp op) {
    return new Unary(op, this);
  }

  /** True for a floating-point constant of exactly this value. */
  public final boolean isConstant(double value) {
    return this instanceof Const c && c.value == value;
  }

  private Expr fold(BinaryOp op, Expr other) {
    if (this instanceof Const a && other instanceof Const b) {
      return constant(
          switch (op) {
            case ADD -> a.value + b.value;
            case SUB -> a.value - b.value;
            case MUL -> a.value * b.value;
            case DIV -> a.value / b.value;
            default -> throw new IllegalArgumentException("expression " + op + " does not fold");
          });
    }
    return new Binary(op, this, other);
  }

  @Override
  public final int hashCode() {
    return hash;
  }

  @Override
  public final boolean equals(Object other) {
    return this == other
        || (other instanceof Expr expr && hash == expr.hash && StructuralEquality.test(this, expr));
  }

  /** True if the other is the same operation with the same attributes, whatever the operands. */
  abstract boolean sameAttributes(Expr other);

  /** The expression as a formula; one that is long because it shares operands is cut short. */
  @Override
  public final String toString() {
    StringBuilder text = new StringBuilder();
    print(text);
    return text.toString();
  }

  abstract void print(StringBuilder text);

  private static void printOperand(Expr operand, StringBuilder text) {
    if (text.length() < LONGEST_TEXT) {
      operand.print(text);
    } else {
      text.append("...");
    }
  }

  /** The element of an input. */
  public static final class Input extends Expr {
    private final int index;

    private Input(int index, ScalarType type) {
      super(type, Objects.hash("input", index, type));
      this.index = index;
    }

    /** The number of the input, from 0. */
    public int index() {
      return index;
    }

    @Override
    public List<Expr> operands() {
      return List.of();
    }

    @Override
    public Expr withOperands(List<Expr> operands) {
      return this;
    }

    @Override
    boolean sameAttributes(Expr other) {
      return other instanceof Input input && index == input.index;
    }

    @Override
    void print(StringBuilder text) {
      text.append('x').append(index);
    }
  }

  /** A floating-point constant. */
  public static final class Const extends Expr {
    private final double value;

    private Const(double value) {
      super(ScalarType.FLOAT, Double.hashCode(value));
      this.value = value;
    }

    public double value() {
      return value;
    }

    @Override
    public List<Expr> operands() {
      return List.of();
    }

    @Override
    public Expr withOperands(List<Expr> operands) {
      return this;
    }

    @Override
    boolean sameAttributes(Expr other) {
      return other instanceof Const c
          && Double.doubleToLongBits(value) == Double.doubleToLongBits(c.value);
    }

    @Override
    void print(StringBuilder text) {
      boolean whole = value == Math.rint(value) && Math.abs(value) < 1e6;
      text.append(whole ? Long.toString((long) value) : Double.toString(value));
    }
  }

  /** An integer constant. */
  public static final class IntConst extends Expr {
    private final int value;

    private IntConst(int value) {
      super(ScalarType.INT, Objects.hash("int", value));
      this.value = value;
    }

    public int value() {
      return value;
    }

    @Override
    public List<Expr> operands() {
      return List.of();
    }

    @Override
    public Expr withOperands(List<Expr> operands) {
      return this;
    }

    @Override
    boolean sameAttributes(Expr other) {
      return other instanceof IntConst c && value == c.value;
    }

    @Override
    void print(StringBuilder text) {
      text.append(value);
    }
  }

  /** An operation of one operand. */
  public static final class Unary extends Expr {
    private final UnaryOp op;
    private final Expr operand;

    private Unary(UnaryOp op, Expr operand) {
      super(op.resultType(operand.type()), Objects.hash(op.name(), operand));
      this.op = op;
      this.operand = operand;
    }

    public UnaryOp op() {
      return op;
    }

    public Expr operand() {
      return operand;
    }

    @Override
    public List<Expr> operands() {
      return List.of(operand);
    }

    @Override
    public Expr withOperands(List<Expr> operands) {
      return new Unary(op, operands.get(0));
    }

    @Override
    boolean sameAttributes(Expr other) {
      return other instanceof Unary unary && op == unary.op;
    }

    @Override
    void print(StringBuilder text) {
      text.append(op.symbol()).append('(');
      printOperand(operand, text);
      text.append(')');
    }
  }

  /** An operation of two operands. */
  public static final class Binary extends Expr {
    private final BinaryOp op;
    private final Expr left;
    private final Expr right;

    private Binary(BinaryOp op, Expr left, Expr right) {
      super(op.resultType(left.type(), right.type()), Objects.hash(op.name(), left, right));
      this.op = op;
      this.left = left;
      this.right = right;
    }

    public BinaryOp op() {
      return op;
    }

    public Expr left() {
      return left;
    }

    public Expr right() {
      return right;
    }

    @Override
    public List<Expr> operands() {
      return List.of(left, right);
    }

    @Override
    public Expr withOperands(List<Expr> operands) {
      return new Binary(op, operands.get(0), operands.get(1));
    }

    @Override
    boolean sameAttributes(Expr other) {
      return other instanceof Binary binary && op == binary.op;
    }

    @Override
    void print(StringBuilder text) {
      boolean prefix = op == BinaryOp.MIN || op == BinaryOp.MAX || op == BinaryOp.POW;
      text.append(prefix ? op.symbol() : "").append('(');
      printOperand(left, text);
      text.append(prefix ? ", " : " " + op.symbol() + " ");
      printOperand(right, text);
      text.append(')');
    }
  }

  /** A choice between two values. */
  public static final class Select extends Expr {
    private final Expr condition;
    private final Expr whenTrue;
    private final Expr whenFalse;

    private Select(Expr condition, Expr whenTrue, Expr whenFalse) {
      super(whenTrue.type(), Objects.hash("select", condition, whenTrue, whenFalse));
      if (condition.type() != ScalarType.BOOL || whenTrue.type() != whenFalse.type()) {
        throw new IllegalArgumentException(
            "expression select needs BOOL and two values of one type, got "
                + condition.type()
                + ", "
                + whenTrue.type()
                + ", "
                + whenFalse.type());
      }
      this.condition = condition;
      this.whenTrue = whenTrue;
      this.whenFalse = whenFalse;
    }

    public Expr condition() {
      return condition;
    }

    public Expr whenTrue() {
      return whenTrue;
    }

    public Expr whenFalse() {
      return whenFalse;
    }

    @Override
    public List<Expr> operands() {
      return List.of(condition, whenTrue, whenFalse);
    }

    @Override
    public Expr withOperands(List<Expr> operands) {
      return select(operands.get(0), operands.get(1), operands.get(2));
    }

    @Override
    boolean sameAttributes(Expr other) {
      return other instanceof Select;
    }

    @Override
    void print(StringBuilder text) {
      text.append('(');
      printOperand(condition, text);
      text.append(" ? ");
      printOperand(whenTrue, text);
      text.append(" : ");
      printOperand(whenFalse, text);
      text.append(')');
    }
  }

  /** A named function applied to arguments. */
  public static final class Call extends Expr {
    private final ScalarFunction function;
    private final List<Expr> arguments;

    Call(ScalarFunction function, List<Expr> arguments) {
      super(ScalarType.FLOAT, Objects.hash(function, arguments));
      this.function = function;
      this.arguments = List.copyOf(arguments);
    }

    public ScalarFunction function() {
      return function;
    }

    /** The function's body over the arguments. */
    public Expr inline() {
      return Substitution.inputs(function.body(), arguments);
    }

    @Override
    public List<Expr> operands() {
      return arguments;
    }

    @Override
    public Expr withOperands(List<Expr> operands) {
      return new Call(function, operands);
    }

    @Override
    boolean sameAttributes(Expr other) {
      return other instanceof Call call && function.equals(call.function);
    }

    @Override
    void print(StringBuilder text) {
      text.append(function.name()).append('(');
      for (int i = 0; i < arguments.size(); i++) {
        text.append(i == 0 ? "" : ", ");
        printOperand(arguments.get(i), text);
      }
      text.append(')');
    }
  }
}
