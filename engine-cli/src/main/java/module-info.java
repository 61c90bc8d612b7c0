/** The command line and the ready recipes. */
module io.deltarule.cli {
  requires io.deltarule.core;
  requires info.picocli;

}
