/**
 * Runs the benchmarks and prints what they measured.
 */
@NullMarked
package io.github.fgaspring.benchmarks;

import org.jspecify.annotations.NullMarked;
