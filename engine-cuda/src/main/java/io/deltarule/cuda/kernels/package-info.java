/** The kernels of each operation: typed launchers and the factory that chooses them. */
package io.deltarule.cuda.kernels;
