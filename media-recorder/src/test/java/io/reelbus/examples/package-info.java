/**
 * Programs that record, each a {@code main} to start from. The build compiles them, {@code
 * ExamplesIT} runs them. Their arguments are the address of a storage API and a file to write.
 */
@NullMarked
package io.reelbus.examples;

import org.jspecify.annotations.NullMarked;
