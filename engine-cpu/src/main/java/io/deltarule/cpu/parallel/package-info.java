/**
 * Work on several threads: a fixed pool whose dispatch costs microseconds.
 *
 * <p>Work is divided by shape, never by the number of threads, so that any number gives the same
 * bits. Depends on nothing but the JDK.
 */
package io.deltarule.cpu.parallel;
