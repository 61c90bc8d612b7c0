/**
 * Host data: what a program feeds to the engine and reads back from it.
 *
 * <p>{@link io.deltarule.tensor.Shape} is an immutable list of dimensions with the broadcasting
 * rules, {@link io.deltarule.tensor.DType} an element type, and {@link io.deltarule.tensor.Tensor}
 * a shape over one row-major primitive array.
 *
 * <p>This package depends on nothing but the JDK.
 */
package io.deltarule.tensor;
