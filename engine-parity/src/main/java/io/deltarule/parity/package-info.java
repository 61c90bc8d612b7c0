/**
 * The parity suite: what a backend must agree with, and how closely.
 *
 * <p>An {@link io.deltarule.parity.OpCase} declares one instance of an operation; {@link
 * io.deltarule.parity.catalogue.OpCatalogue} holds all of them. {@link io.deltarule.parity.Bounds}
 * computes the exact results and the errors that are allowed, {@link
 * io.deltarule.parity.FiniteDifferences} judges gradients in float64, and {@link
 * io.deltarule.parity.BackendParity} is the test class that a backend extends.
 *
 * <p>Depends on io.deltarule.core and, for the test class alone, on JUnit.
 */
package io.deltarule.parity;
