/** Layers, activations and initialisers against PyTorch and their definitions. */
package io.deltarule.parity.layer;
