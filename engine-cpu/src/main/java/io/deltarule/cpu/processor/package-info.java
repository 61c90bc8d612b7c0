/**
 * The choice between code over the Vector API and plain Java: {@link
 * io.deltarule.cpu.processor.Processor} holds what depends on the processor's vectors, {@link
 * io.deltarule.cpu.processor.Simd} loads the vector form by name where the incubator module is
 * there and the optimizing compiler may run.
 */
package io.deltarule.cpu.processor;
