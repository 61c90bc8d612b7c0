/** Selection of entries by index, and its adjoint. */
package io.deltarule.cpu.index;
