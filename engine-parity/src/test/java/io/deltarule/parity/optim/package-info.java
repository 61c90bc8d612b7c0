/** Optimizers and schedules against PyTorch. */
package io.deltarule.parity.optim;
