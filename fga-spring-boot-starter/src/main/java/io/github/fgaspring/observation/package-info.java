/**
 * Shows what is decided: metrics, traces and recent denials.
 */
@NullMarked
package io.github.fgaspring.observation;

import org.jspecify.annotations.NullMarked;
