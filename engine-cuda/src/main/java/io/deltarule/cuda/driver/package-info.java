/**
 * The CUDA driver API as objects: a context with its two streams, device and page-locked memory,
 * modules and functions, launches, captured steps, and the one checker of every status. Depends on
 * JCuda and on the engine's backend interfaces; knows no operation.
 */
package io.deltarule.cuda.driver;
