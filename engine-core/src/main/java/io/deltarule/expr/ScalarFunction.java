package io.deltarule.expr;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A named scalar function, such as an activation. Where the symbolic derivative of its body would
 * be unstable, wasteful or wrong at a point, it states its own.
 *
 * <p>Two functions are equal if their names, bodies and derivatives are.
 *
 * @param name the name it prints under
 * @param arity the number of arguments
 * @param body the value, over inputs 0 to arity - 1
 * @param derivatives the stated partial derivatives, one an argument, over inputs 0 to arity - 1
 *     and, as input number {@code arity}, the value of the function itself; empty if the symbolic
 *     ones are right
 */
public record ScalarFunction(String name, int arity, Expr body, Optional<List<Expr>> derivatives) {

  public ScalarFunction {
    Objects.requireNonNull(body, "body");
    derivatives = derivatives.map(List::copyOf);
    if (derivatives.isPresent() && derivatives.get().size() != arity) {
      throw new IllegalArgumentException(
          "function "
              + name
              + " has "
              + arity
              + " arguments but states "
              + derivatives.get().size()
              + " derivatives; state one an argument");
    }
  }

  /** A function of one argument, input 0, whose derivative is symbolic. */
  public static ScalarFunction of(String name, Expr body) {
    return new ScalarFunction(name, 1, body, Optional.empty());
  }

  /**
   * A function of one argument, input 0, with its derivative over the argument (input 0) and the
   * function's value (input 1).
   */
  public static ScalarFunction of(String name, Expr body, Expr derivative) {
    return new ScalarFunction(name, 1, body, Optional.of(List.of(derivative)));
  }

  /** The function applied to arguments. */
  public Expr of(Expr... arguments) {
    if (arguments.length != arity) {
      throw new IllegalArgumentException(
          "function " + name + " takes " + arity + " arguments, got " + arguments.length);
    }
    return new Expr.Call(this, Arrays.asList(arguments));
  }
}
