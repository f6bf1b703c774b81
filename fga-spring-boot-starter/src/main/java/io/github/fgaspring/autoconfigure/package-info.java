/**
 * Wires the starter into a Spring Boot application.
 */
@NullMarked
package io.github.fgaspring.autoconfigure;

import org.jspecify.annotations.NullMarked;
