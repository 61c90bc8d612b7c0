/** Matrix-multiplication kernels over the Vector API. */
package io.deltarule.cpu.simd.matmul;
