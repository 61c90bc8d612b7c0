/** The reference backend and the parity tooling, held to each other and to the mathematics. */
package io.deltarule.parity;
