/**
 * Benchmarks. JMH is an automatic module, and reaches the classes that it generates here by
 * reflection: the benchmarks are started from the class path, as {@code benchmarks/run} does.
 */
@SuppressWarnings("requires-automatic")
module io.deltarule.benchmarks {
  requires io.deltarule.core;
  requires io.deltarule.parity;
  requires com.fasterxml.jackson.databind;
  requires com.samskivert.jmustache;
  requires info.picocli;
  requires jdk.management;
  requires jmh.core;
  requires org.objectweb.asm;
}
