package io.reelbus.standalone.command;

/** Exit codes of every command: a contract with scripts. */
final class ExitCode {

  static final int DONE = 0;
  static final int MEDIA_FAILED = 1;
  static final int BAD_USAGE = 2;

  private ExitCode() {}
}
