/**
 * The catalogue of operation cases, one class a family of operations: {@link
 * io.deltarule.parity.catalogue.OpCatalogue} joins them.
 *
 * <p>Sizes include 0, 1, primes, and the lane counts 4, 8 and 16 of vector units with one less and
 * one more, so that every remainder loop and mask runs.
 */
package io.deltarule.parity.catalogue;
