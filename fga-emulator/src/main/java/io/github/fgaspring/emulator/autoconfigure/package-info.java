/**
 * Starts the emulator inside a Spring Boot application and points the starter at it.
 */
@NullMarked
package io.github.fgaspring.emulator.autoconfigure;

import org.jspecify.annotations.NullMarked;
