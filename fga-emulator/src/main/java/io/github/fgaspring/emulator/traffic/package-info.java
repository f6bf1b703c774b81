/**
 * What the emulator is asked, and what goes wrong with its answers on purpose.
 */
@NullMarked
package io.github.fgaspring.emulator.traffic;

import org.jspecify.annotations.NullMarked;
