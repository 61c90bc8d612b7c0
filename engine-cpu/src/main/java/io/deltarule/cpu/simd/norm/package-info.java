/** Sums for normalisations over the Vector API. */
package io.deltarule.cpu.simd.norm;
