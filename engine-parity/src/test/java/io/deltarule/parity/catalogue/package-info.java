/** The catalogue is complete. */
package io.deltarule.parity.catalogue;
