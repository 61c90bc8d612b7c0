/** Reverse-mode differentiation, judged by finite differences in float64 and by worked examples. */
package io.deltarule.parity.autodiff;
