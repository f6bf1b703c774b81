/**
 * Compares whole Tomcat applications, each in a JVM of its own: {@code variant} holds the
 * applications, this package what starts, asks and compares them.
 */
@NullMarked
package io.github.fgaspring.benchmarks.application;

import org.jspecify.annotations.NullMarked;
