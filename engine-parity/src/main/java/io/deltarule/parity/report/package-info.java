/**
 * What became of the checks of a run, and how it is shown.
 *
 * <p>A {@link io.deltarule.parity.report.Judge} runs checks and turns each into a {@link
 * io.deltarule.parity.report.Verdict}: pass, fail, or unsupported with a reason. A {@link
 * io.deltarule.parity.report.ParityReport} collects them for one backend and configuration and
 * shows the worst error over its bound, as text and as HTML.
 *
 * <p>Depends on io.deltarule.core alone.
 */
package io.deltarule.parity.report;
