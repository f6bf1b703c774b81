/**
 * What only an emulator can do, in Java and over HTTP; for the emulator's own use.
 */
@NullMarked
package io.github.fgaspring.emulator.control;

import org.jspecify.annotations.NullMarked;
