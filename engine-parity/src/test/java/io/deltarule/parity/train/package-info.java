/** Whole models: worked examples, training steps, divergence. */
package io.deltarule.parity.train;
