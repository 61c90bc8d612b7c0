/** Activations and losses in float32 where they saturate, against the float64 reference. */
package io.deltarule.cpu.extreme;
