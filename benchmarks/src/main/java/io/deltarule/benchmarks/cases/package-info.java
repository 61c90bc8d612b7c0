/**
 * What the benchmarks of single operations run: cases, each declared once with its computation, its
 * inputs and the work that it is.
 *
 * <ul>
 *   <li>{@link io.deltarule.benchmarks.cases.BenchmarkCase}: one case, with its arithmetic and its
 *       compulsory bytes.
 *   <li>{@link io.deltarule.benchmarks.cases.Families}: those of the sizes that networks have, by
 *       family.
 *   <li>{@link io.deltarule.benchmarks.cases.CaseSelection}: finds them, and the cases of
 *       engine-parity's catalogue, by name.
 *   <li>{@link io.deltarule.benchmarks.cases.CompiledCase}: a case on a backend, ready to run.
 * </ul>
 *
 * <p>Depends on engine-core and engine-parity.
 */
package io.deltarule.benchmarks.cases;
