/** Tests of the invariant that nothing is left over. */
package io.deltarule.parity.leak;
