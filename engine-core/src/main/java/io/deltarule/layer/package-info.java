/**
 * Layers: they build graph under a scope and own their parameters' names and initialisers.
 *
 * <p>Depends on graph, op, expr, random and tensor.
 */
package io.deltarule.layer;
