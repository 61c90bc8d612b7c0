/** From CUDA C to loaded modules: NVRTC behind an on-disk cache. Depends on the driver package. */
package io.deltarule.cuda.nvrtc;
