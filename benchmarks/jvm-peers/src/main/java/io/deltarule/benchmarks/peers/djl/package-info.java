/** The bench's workloads on PyTorch through DJL, in a program that the bench starts. */
package io.deltarule.benchmarks.peers.djl;
