/**
 * Random graphs: computations composed by chance, and what holds a backend to the reference on
 * them.
 *
 * <p>A {@link io.deltarule.parity.graphs.Recipe} is a graph as plain data: it can be built, shrunk
 * by {@link io.deltarule.parity.graphs.Shrinker} and printed by {@link
 * io.deltarule.parity.graphs.JavaSnippet}. {@link io.deltarule.parity.graphs.GraphGenerator} draws
 * recipes, {@link io.deltarule.parity.graphs.Decisions} finds those whose results hang on a
 * rounding error, {@link io.deltarule.parity.graphs.GraphCheck} judges a backend by one, and {@link
 * io.deltarule.parity.graphs.RandomGraphCheck} does so for as many as the suite asks for.
 *
 * <p>Depends on io.deltarule.core, io.deltarule.parity.
 */
package io.deltarule.parity.graphs;
