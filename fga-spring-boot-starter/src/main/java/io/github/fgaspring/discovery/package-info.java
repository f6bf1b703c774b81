/**
 * Answers questions about many resources at once.
 */
@NullMarked
package io.github.fgaspring.discovery;

import org.jspecify.annotations.NullMarked;
