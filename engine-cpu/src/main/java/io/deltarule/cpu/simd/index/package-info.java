/** Sums of rows by index over the Vector API. */
package io.deltarule.cpu.simd.index;
