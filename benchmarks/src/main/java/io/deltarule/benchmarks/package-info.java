/** JMH benchmarks and the suite that compares with peers. */
package io.deltarule.benchmarks;
