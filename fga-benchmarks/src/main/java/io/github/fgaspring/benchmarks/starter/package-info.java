/**
 * What the starter costs a request, and what others cost it.
 */
@NullMarked
package io.github.fgaspring.benchmarks.starter;

import org.jspecify.annotations.NullMarked;
