/**
 * What this machine can do at most, measured: arithmetic in registers and copies in memory. A rate
 * as a share of it tells how much a kernel leaves, on any machine.
 *
 * <ul>
 *   <li>{@link io.deltarule.benchmarks.ceiling.Ceiling}: both, on a number of threads.
 *   <li>{@link io.deltarule.benchmarks.ceiling.FmaProbe}: fused multiply-adds without a memory
 *       access, over the Vector API where it is there.
 *   <li>{@link io.deltarule.benchmarks.ceiling.CopyProbe}: copies, by the size of what they work
 *       on.
 *   <li>{@link io.deltarule.benchmarks.ceiling.CeilingReport}: prints them.
 * </ul>
 *
 * <p>It is measured in the JVM that it is compared with, so it is the ceiling of what Java code can
 * reach there: the vectors that this JVM uses, the clock under these threads. Depends on ASM alone.
 */
package io.deltarule.benchmarks.ceiling;
