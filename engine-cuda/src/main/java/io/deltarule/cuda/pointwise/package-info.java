/**
 * Pointwise operations as generated CUDA C, and the moves that are made of them.
 *
 * <p>{@link io.deltarule.cuda.pointwise.PointwiseKernels} makes launches. {@link
 * io.deltarule.cuda.pointwise.View} says which elements of an operand are visited; {@link
 * IterationSpace} merges axes; {@code Statements} prints expressions; {@code PointwiseSource} puts
 * the kernel together, in the vector width that {@code VectorWidth} chooses. What generated code
 * calls lies in {@code kernels/pointwise.cuh}.
 *
 * <p>Depends on the packages driver and nvrtc, and on expressions of io.deltarule.core.
 */
package io.deltarule.cuda.pointwise;
