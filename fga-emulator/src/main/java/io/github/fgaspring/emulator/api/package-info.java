/**
 * The endpoints of the WorkOS API that the emulator answers; for the emulator's own use.
 */
@NullMarked
package io.github.fgaspring.emulator.api;

import org.jspecify.annotations.NullMarked;
