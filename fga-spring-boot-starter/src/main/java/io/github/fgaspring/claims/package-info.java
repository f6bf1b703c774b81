/**
 * Answers from the permissions that the session token carries, without a call.
 */
@NullMarked
package io.github.fgaspring.claims;

import org.jspecify.annotations.NullMarked;
