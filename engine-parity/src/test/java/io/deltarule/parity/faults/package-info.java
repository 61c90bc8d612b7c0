/**
 * The suite put to the test: faults are planted in gradient graphs, kernels and stated derivatives,
 * and every one must be caught by the checks that a right one passes.
 *
 * <ul>
 *   <li>{@link io.deltarule.parity.faults.WrongGradientTest}: {@link
 *       io.deltarule.parity.faults.GradientFaults} rewrite the gradient of a case.
 *   <li>{@link io.deltarule.parity.faults.WrongDerivativeTest}: {@link
 *       io.deltarule.parity.faults.ExpressionFaults} make the stated derivative of a function
 *       wrong.
 *   <li>{@link io.deltarule.parity.faults.WrongKernelTest}: a {@link
 *       io.deltarule.parity.faults.FaultyBackend} runs kernels that {@link
 *       io.deltarule.parity.faults.KernelFaults} make wrong.
 *   <li>{@link io.deltarule.parity.faults.BoundWidthTest}: how wide the bounds are at most.
 * </ul>
 */
package io.deltarule.parity.faults;
