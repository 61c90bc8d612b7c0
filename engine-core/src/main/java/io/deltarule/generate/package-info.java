/**
 * From what a language model says to the next token.
 *
 * <p>{@link io.deltarule.generate.Sampling} is the rule (temperature, top-k, top-p): it gives the
 * distribution that the next token is drawn from. {@link io.deltarule.generate.Sampler} draws, from
 * the counter-based generator, so that a seed says it all.
 *
 * <p>Depends on random.
 */
package io.deltarule.generate;
