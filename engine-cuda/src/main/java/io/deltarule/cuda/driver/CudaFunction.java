package io.deltarule.cuda.driver;

import jcuda.driver.CUfunction;

/**
 * A kernel of a loaded module.
 *
 * @param name its name in the source
 * @param handle the driver's handle
 * @param registers registers of a thread
 * @param sharedBytes static shared memory of a block
 * @param localBytes local memory of a thread: spilled registers and arrays
 * @param maxThreads the most threads of a block
 */
public record CudaFunction(
    String name,
    CUfunction handle,
    int registers,
    int sharedBytes,
    int localBytes,
    int maxThreads) {}
