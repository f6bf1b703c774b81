/**
 * What organizations demand of sessions beyond a valid token.
 */
@NullMarked
package io.github.fgaspring.policy;

import org.jspecify.annotations.NullMarked;
