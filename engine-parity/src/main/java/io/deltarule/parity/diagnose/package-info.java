/**
 * Finds out why numbers differ, for whoever writes a backend, an operation or a layer.
 *
 * <p>{@link io.deltarule.parity.diagnose.Lockstep} runs one computation on two engines, operation
 * by operation, and stops at the first that strays further than rounding explains; {@link
 * io.deltarule.parity.diagnose.GradientCheck} holds the gradients of a model to finite differences
 * and says in words what a wrong one looks like.
 *
 * <p>Depends on io.deltarule.core and the reference backend; it is no test code and needs no JUnit.
 */
package io.deltarule.parity.diagnose;
