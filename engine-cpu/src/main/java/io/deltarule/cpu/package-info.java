/** The CPU backend: memory, kernels and their choice. */
package io.deltarule.cpu;
