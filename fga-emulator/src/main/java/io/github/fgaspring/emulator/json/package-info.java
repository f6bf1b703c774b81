/**
 * What the emulator knows in the form that the WorkOS API gives it; for the emulator's
 * own use.
 */
@NullMarked
package io.github.fgaspring.emulator.json;

import org.jspecify.annotations.NullMarked;
