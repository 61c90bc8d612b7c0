/** The CUDA backend. */
package io.deltarule.cuda;
