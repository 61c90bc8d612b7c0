/**
 * The launchers of module {@code kernels}: one class a file of CUDA C.
 *
 * <p>{@link io.deltarule.cuda.kernels.CudaKernels} names the kernel of each primitive operation.
 * {@code Sources} lists the files; {@code Tiles} has the shapes of launches as pure functions;
 * {@code Folded} sees a shape around an axis. {@code IndexFaults} turns bad indices, which a kernel
 * can only note, into exceptions.
 *
 * <p>Depends on the packages driver, nvrtc, blas and pointwise.
 */
package io.deltarule.cuda.kernels;
