/** Pointwise rows over the Vector API. */
package io.deltarule.cpu.simd.pointwise;
