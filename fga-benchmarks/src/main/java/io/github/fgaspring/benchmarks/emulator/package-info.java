/**
 * What the emulator costs a build that tests against it.
 */
@NullMarked
package io.github.fgaspring.benchmarks.emulator;

import org.jspecify.annotations.NullMarked;
