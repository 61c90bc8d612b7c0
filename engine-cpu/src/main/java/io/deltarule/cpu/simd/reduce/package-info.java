/** Reductions over the Vector API. */
package io.deltarule.cpu.simd.reduce;
