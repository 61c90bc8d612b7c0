/** The pure-Java backend. */
module io.deltarule.cpu {
  requires transitive io.deltarule.core;
  requires static jdk.incubator.vector;
  requires org.objectweb.asm;

}
