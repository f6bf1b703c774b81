/**
 * Finds the organization membership of a session that does not name it.
 */
@NullMarked
package io.github.fgaspring.membership;

import org.jspecify.annotations.NullMarked;
