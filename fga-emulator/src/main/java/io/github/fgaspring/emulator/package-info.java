/**
 * An in-memory WorkOS for development and tests, started inside the application or next
 * to it.
 */
@NullMarked
package io.github.fgaspring.emulator;

import org.jspecify.annotations.NullMarked;
