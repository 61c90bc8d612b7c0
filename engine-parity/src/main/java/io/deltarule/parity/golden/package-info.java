/**
 * Training steps recorded from PyTorch, for a backend to repeat: {@link
 * io.deltarule.parity.golden.GoldenStepParity} is what a test class implements.
 */
package io.deltarule.parity.golden;
