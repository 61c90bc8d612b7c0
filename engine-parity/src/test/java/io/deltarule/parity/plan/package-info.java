/** Plans of random computations keep what every plan promises. */
package io.deltarule.parity.plan;
