/** Matrix products by cuBLAS. Depends on the driver package. */
package io.deltarule.cuda.blas;
