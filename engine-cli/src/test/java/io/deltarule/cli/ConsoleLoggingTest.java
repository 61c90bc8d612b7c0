package io.deltarule.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ConsoleLoggingTest {
  @Test
  void logbackFindsItAsAService() {
    assertThat(ServiceLoader.load(Configurator.class))
        .hasAtLeastOneElementOfType(ConsoleLogging.class);
  }

  @Test
  void warningsGoToStandardErrorAndLesserEventsNowhere() {
    assertThat(
            logged(
                logger -> {
                  logger.info("not this");
                  logger.warn("memory is {} of {}", 3, 4);
                  logger.error("failed");
                }))
        .isEqualTo("WARN  Selection: memory is 3 of 4\nERROR Selection: failed\n");
  }

  @Test
  void anExceptionIsPrintedWithItsTrace() {
    assertThat(logged(logger -> logger.warn("lost", new IllegalStateException("the disk is full"))))
        .startsWith("WARN  Selection: lost\njava.lang.IllegalStateException: the disk is full\n")
        .contains("\tat io.deltarule.cli.ConsoleLoggingTest");
  }

  @Test
  void aFileThatTheUserNamesComesFirst() {
    String property = "logback.configurationFile";
    System.setProperty(property, "mine.xml");
    try {
      LoggerContext context = new LoggerContext();
      assertThat(new ConsoleLogging().configure(context))
          .isEqualTo(Configurator.ExecutionStatus.INVOKE_NEXT_IF_ANY);
      assertThat(context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders()).isExhausted();
    } finally {
      System.clearProperty(property);
    }
  }

  private static String logged(Consumer<Logger> events) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(bytes, true, UTF_8));
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    try {
      new ConsoleLogging().configure(context);
      events.accept(context.getLogger("io.deltarule.backend.Selection"));
    } finally {
      context.stop();
      System.setErr(before);
    }
    return bytes.toString(UTF_8).replace(System.lineSeparator(), "\n");
  }
}
