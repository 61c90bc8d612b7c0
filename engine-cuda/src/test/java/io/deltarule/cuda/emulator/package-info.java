/**
 * Tests of the emulated CUDA device itself (engine-cuda/emulator), through JCuda and the real
 * NVRTC, as the backend uses it. They run where the build has put both on the library path.
 */
package io.deltarule.cuda.emulator;
