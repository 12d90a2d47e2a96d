package io.reelbus.standalone.command;

import io.reelbus.standalone.StopSignal;
import io.reelbus.standalone.job.Console;

/**
 * What every command may use.
 *
 * @param console where words and data go
 * @param stop set when the process is asked to end
 */
record Context(Console console, StopSignal stop) {}
