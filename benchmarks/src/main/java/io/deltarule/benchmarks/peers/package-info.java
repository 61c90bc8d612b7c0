/**
 * The other engines, as processes. Their programs are {@code benchmarks/peers} in Python and the
 * module {@code benchmarks/jvm-peers} in Java, which is built with the Maven profile {@code peers}
 * only.
 */
package io.deltarule.benchmarks.peers;
