/** The softmax family, by the maximum-shifted forms. */
package io.deltarule.cpu.softmax;
