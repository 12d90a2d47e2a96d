/**
 * The command line: one class per command, options shared as mixins, every option also an
 * environment variable ({@link io.reelbus.standalone.command.EnvironmentDefaults}).
 *
 * <p>Way in: {@link io.reelbus.standalone.command.ReelbusCommand#run}. Human words go to stderr,
 * data to stdout; exit codes are 0 done, 1 the media failed, 2 bad usage. Everything runs on the
 * calling thread. What the commands do is in {@code io.reelbus.standalone.job}.
 */
@NullMarked
package io.reelbus.standalone.command;

import org.jspecify.annotations.NullMarked;
