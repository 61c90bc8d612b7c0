/** Tests of normalisations. */
package io.deltarule.cpu.norm;
