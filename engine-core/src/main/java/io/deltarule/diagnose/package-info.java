/**
 * Looking into a run: which operation first gave a number that is not finite, whether a kernel
 * wrote outside its buffer or left part of it unwritten.
 *
 * <p>Everything here watches an executable that runs one operation at a time, through {@link
 * io.deltarule.backend.StepObserver}.
 *
 * <p>Depends on backend and plan.
 */
package io.deltarule.diagnose;
