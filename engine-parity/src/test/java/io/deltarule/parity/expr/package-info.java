/** Expressions and their derivatives, judged by finite differences and by high-precision values. */
package io.deltarule.parity.expr;
