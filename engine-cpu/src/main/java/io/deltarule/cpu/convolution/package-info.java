/**
 * Convolution and its gradients as products of a weight, or a gradient, with the patches of a
 * tensor. The matrix of patches (Chellapilla, Puri and Simard 2006, "High performance convolutional
 * neural networks for document processing") is never in memory: parts of it are packed straight
 * into the panels of the matrix product's micro-kernels (as "implicit GEMM" does: Chetlur et al.
 * 2014, "cuDNN").
 *
 * <p>{@link io.deltarule.cpu.convolution.ConvolutionKernels} binds the operations. A {@code
 * PatchGrid} says which source positions a column's taps meet, {@code PatchRows} packs them, {@code
 * PatchProduct} multiplies a weight with them, {@code WeightGradientKernel} them with a gradient.
 *
 * <p>May use the packages matmul, parallel and pointwise.
 */
package io.deltarule.cpu.convolution;
