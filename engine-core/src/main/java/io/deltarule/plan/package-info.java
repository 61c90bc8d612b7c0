/**
 * The plan of a step: which operation runs when, and where every buffer lies, decided before the
 * first run.
 *
 * <p>{@link io.deltarule.plan.Planner} schedules a computation in graph order, makes reshapes,
 * contiguous slices and concatenations disappear into views, lets updates write straight into their
 * variables, and packs the remaining buffers by lifetime into arenas ({@link
 * io.deltarule.plan.ArenaAllocator}). The {@link io.deltarule.plan.Plan} can be printed: operation,
 * shapes, FLOPs, bytes, offset, lifetime. {@link io.deltarule.plan.Roofline} says how long each
 * step takes at least on a device of published rates.
 *
 * <p>Depends on tensor, graph and op.
 */
package io.deltarule.plan;
