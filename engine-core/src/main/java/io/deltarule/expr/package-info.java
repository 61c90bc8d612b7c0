/**
 * The scalar expression language: pointwise mathematics, written once for every backend.
 *
 * <p>An {@link io.deltarule.expr.Expr} is an immutable expression over the elements at one position
 * of some tensors. {@link io.deltarule.expr.ScalarFunction} names one and may state its derivative;
 * {@link io.deltarule.expr.Derivative} finds the others symbolically. {@link
 * io.deltarule.expr.ExprProgram} lists the distinct operations of some expressions in order, which
 * is what a backend prints as CUDA C or as bytecode, and {@link io.deltarule.expr.ExprEvaluator}
 * says what each means.
 *
 * <p>This package depends on nothing but the JDK.
 */
package io.deltarule.expr;
