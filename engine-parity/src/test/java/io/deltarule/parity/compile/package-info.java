/** The compiler's passes: what each does to a graph, and that the numbers stay the same. */
package io.deltarule.parity.compile;
