/**
 * Pooling: maxima and means of windows over spatial axes, and their gradients. Depends on parallel.
 */
package io.deltarule.cpu.pool;
