/**
 * Everything over the Vector API ({@code jdk.incubator.vector}): the only package that may import
 * it. The rest of the module reaches it by name, and only where the incubator module is there.
 */
package io.deltarule.cpu.simd;
