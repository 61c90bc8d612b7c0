/** Tests of selection by index. */
package io.deltarule.cpu.index;
