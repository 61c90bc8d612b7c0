/**
 * Recurrent cells over a whole sequence, forwards and back: the recurrent weights are packed once a
 * run, and each step is the product of the state with them, followed at once by the cell's
 * expressions on what is still in cache.
 */
package io.deltarule.cpu.recurrent;
