package io.deltarule.cli;

/** What the process ends with. */
final class ExitCodes {
  static final int OK = 0;

  /** The run failed: a file that can't be read, a loss that isn't finite. */
  static final int FAILED = 1;

  /**
   * The command was not understood or asks for what can't be, such as a backend that can't run
   * here; nothing was done.
   */
  static final int BAD_USAGE = 2;

  /** Ended by Ctrl-C, as shells expect: 128 + SIGINT. */
  static final int INTERRUPTED = 130;

  private ExitCodes() {}
}
