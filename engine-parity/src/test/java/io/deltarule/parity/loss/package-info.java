/** Losses against PyTorch. */
package io.deltarule.parity.loss;
