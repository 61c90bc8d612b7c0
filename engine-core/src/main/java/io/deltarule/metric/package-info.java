/**
 * Figures by which a model is judged, gathered batch by batch on the host.
 *
 * <p>A {@link io.deltarule.metric.Metric} sees predictions and targets; updating allocates nothing.
 *
 * <p>Depends on tensor.
 */
package io.deltarule.metric;
