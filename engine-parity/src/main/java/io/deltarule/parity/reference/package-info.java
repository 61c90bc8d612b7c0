/**
 * The float64 reference backend: what every operation means, as plain loops written for reading.
 *
 * <p>FLOAT32 values of a graph are stored and computed as doubles, so that its results stand for
 * the exact ones when a float32 backend is judged, and so that finite differences can judge the
 * gradients. Nothing here is tuned.
 *
 * <p>{@link io.deltarule.parity.reference.ReferenceBackend} is opened by the name {@code
 * reference}; automatic choice never takes it. {@link
 * io.deltarule.parity.reference.ReferenceKernels} names one kernel for each primitive operation,
 * one class a family of operations. {@link io.deltarule.parity.reference.Odometer} walks over the
 * positions of a shape, and {@link io.deltarule.parity.reference.Elements} reads and writes an
 * operand's elements as doubles.
 *
 * <p>Depends on io.deltarule.core only.
 */
package io.deltarule.parity.reference;
