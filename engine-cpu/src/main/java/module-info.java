/** The pure-Java backend. */
module io.deltarule.cpu {
  requires transitive io.deltarule.core;
  requires static jdk.incubator.vector;
  requires jdk.management;
  requires org.objectweb.asm;
  requires org.slf4j;

  exports io.deltarule.cpu;

  provides io.deltarule.backend.BackendProvider with
      io.deltarule.cpu.CpuProvider;
}
