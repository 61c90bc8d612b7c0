/**
 * Convolution and its gradients as products of a weight, or a gradient, with the patches of a
 * tensor. The matrix of patches (Chellapilla, Puri and Simard 2006, "High performance convolutional
 * neural networks for document processing") is never in memory: the micro-kernels read patches
 * where they lie, in a block of the tensor copied with its padding, or parts of the matrix are
 * packed straight into their panels (as "implicit GEMM" does: Chetlur et al. 2014, "cuDNN").
 *
 * <p>{@link io.deltarule.cpu.convolution.ConvolutionKernels} binds the operations. A {@code
 * PatchGrid} says which source positions a column's taps meet. {@code PlaneProduct} multiplies a
 * weight with the patches of {@code PlaneBlocks}, where a copy of those is worth it; {@code
 * PatchProduct} with those that {@code PatchRows} packs, otherwise. So do {@code
 * PlaneWeightGradient} and {@code WeightGradientKernel} with the patches and a gradient, whose sums
 * {@code WeightSums} adds up.
 *
 * <p>May use the packages matmul, parallel, pointwise and reduce.
 */
package io.deltarule.cpu.convolution;
