package io.deltarule.parity.graphs;

/**
 * A value of a recipe: an output of one of its steps.
 *
 * @param step the position of the step
 * @param output which of its outputs
 */
public record Ref(int step, int output) {}
