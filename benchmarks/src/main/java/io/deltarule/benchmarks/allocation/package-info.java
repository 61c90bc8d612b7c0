/**
 * Bytes that Java code allocates, from the virtual machine's own counters. Depends on nothing of
 * ours.
 */
package io.deltarule.benchmarks.allocation;
