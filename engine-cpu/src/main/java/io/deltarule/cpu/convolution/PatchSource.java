package io.deltarule.cpu.convolution;

/**
 * The tensor that patches are taken from.
 *
 * @param array it, [N, C, source positions]
 * @param start its first element
 * @param channels C
 */
record PatchSource(float[] array, int start, int channels) {}
