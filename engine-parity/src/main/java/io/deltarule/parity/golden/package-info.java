/**
 * Training steps recorded from PyTorch, for a backend to repeat: {@link
 * io.deltarule.parity.golden.GoldenCheck} judges it.
 */
package io.deltarule.parity.golden;
