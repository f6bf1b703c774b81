/**
 * What the starter costs a request that needs no call.
 */
@NullMarked
package io.github.fgaspring.benchmarks.starter;

import org.jspecify.annotations.NullMarked;
