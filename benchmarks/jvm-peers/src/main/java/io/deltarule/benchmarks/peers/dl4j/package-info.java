/** The bench's workloads on DL4J, in a program that the bench starts. */
package io.deltarule.benchmarks.peers.dl4j;
