/**
 * Work on several threads: a fixed pool whose dispatch costs microseconds.
 *
 * <p>Work is divided by shape, never by the number of threads, so that any number gives the same
 * bits. What a thread writes for itself alone lies in {@link io.deltarule.cpu.parallel.OwnLines}.
 * Depends on nothing but the JDK.
 */
package io.deltarule.cpu.parallel;
