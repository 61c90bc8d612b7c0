/** The command line and the ready recipes. Backends are found as services, on any path. */
// JTokkit names no module; its file name does.
@SuppressWarnings("requires-automatic")
module io.deltarule.cli {
  requires transitive io.deltarule.core;
  requires io.deltarule.parity;
  requires info.picocli;
  requires me.tongfei.progressbar;
  requires de.siegmar.fastcsv;
  requires org.apache.lucene.core;
  requires jtokkit;
  requires java.desktop;
  requires jdk.management;
  requires ch.qos.logback.classic;
  requires ch.qos.logback.core;

  exports io.deltarule.cli.recipe;

  opens io.deltarule.cli to
      info.picocli;

  uses io.deltarule.backend.BackendProvider;

  provides ch.qos.logback.classic.spi.Configurator with
      io.deltarule.cli.ConsoleLogging;
}
