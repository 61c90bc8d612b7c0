/** Counter-based random numbers, by the convention of {@link io.deltarule.random}. */
package io.deltarule.cpu.random;
