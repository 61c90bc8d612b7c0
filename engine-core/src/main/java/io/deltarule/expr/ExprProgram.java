package io.deltarule.expr;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The distinct operations of some expressions, operands before users, with calls inlined: what a
 * backend prints, one instruction an entry.
 */
public final class ExprProgram {
  private final List<Expr> instructions = new ArrayList<>();
  private final Map<Expr, Integer> positions = new HashMap<>();
  private final List<Integer> results = new ArrayList<>();

  private ExprProgram() {}

  /** The program that computes all the expressions. */
  public static ExprProgram of(List<Expr> expressions) {
    ExprProgram program = new ExprProgram();
    for (Expr expr : Substitution.inlineCalls(expressions)) {
      program.results.add(program.add(expr));
    }
    return program;
  }

  private int add(Expr expr) {
    Integer known = positions.get(expr);
    if (known != null) {
      return known;
    }
    expr.operands().forEach(this::add);
    int position = instructions.size();
    instructions.add(expr);
    positions.put(expr, position);
    return position;
  }

  /** The instructions: inputs, constants, unary, binary and select; no calls. */
  public List<Expr> instructions() {
    return List.copyOf(instructions);
  }

  /** The position of an instruction, for example of an operand. */
  public int position(Expr instruction) {
    return positions.get(instruction);
  }

  /** For each expression, the position of the instruction that gives its value. */
  public List<Integer> results() {
    return List.copyOf(results);
  }

  /** The number of arithmetic operations: instructions that are neither inputs nor constants. */
  public int operationCount() {
    return (int)
        instructions.stream()
            .filter(
                e ->
                    !(e instanceof Expr.Input
                        || e instanceof Expr.Const
                        || e instanceof Expr.IntConst))
            .count();
  }
}
