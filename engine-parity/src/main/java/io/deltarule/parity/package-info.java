/** The parity suite: what a backend must agree with, and how closely. */
package io.deltarule.parity;
