/** The generator of random graphs, its judge, its shrinker and its printer. */
package io.deltarule.parity.graphs;
