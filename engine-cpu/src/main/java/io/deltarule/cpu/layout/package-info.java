/** Moves of elements of either type: copies, broadcasts, transposes, slices, padding, joining. */
package io.deltarule.cpu.layout;
