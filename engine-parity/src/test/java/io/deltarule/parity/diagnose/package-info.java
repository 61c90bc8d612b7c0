/** Tests of the lockstep comparison and of the gradient check. */
package io.deltarule.parity.diagnose;
