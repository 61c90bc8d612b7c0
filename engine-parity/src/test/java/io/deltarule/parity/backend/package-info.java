/** The life of engines, states and executables, on the reference backend. */
package io.deltarule.parity.backend;
