/**
 * Shows operators how the starter is configured and how it fares.
 */
@NullMarked
package io.github.fgaspring.actuate;

import org.jspecify.annotations.NullMarked;
