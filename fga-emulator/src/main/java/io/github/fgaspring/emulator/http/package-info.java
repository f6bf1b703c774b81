/**
 * Requests to the emulator and answers from it, whatever the endpoint; for the emulator's
 * own use.
 */
@NullMarked
package io.github.fgaspring.emulator.http;

import org.jspecify.annotations.NullMarked;
