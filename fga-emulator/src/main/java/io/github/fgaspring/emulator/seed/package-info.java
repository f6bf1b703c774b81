/**
 * The YAML file that describes what the emulator starts with.
 */
@NullMarked
package io.github.fgaspring.emulator.seed;

import org.jspecify.annotations.NullMarked;
