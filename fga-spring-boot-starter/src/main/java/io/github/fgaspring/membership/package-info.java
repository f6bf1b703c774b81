/**
 * Completes a session with what WorkOS is asked by: the membership, and the ids that
 * WorkOS gave to user and organization.
 */
@NullMarked
package io.github.fgaspring.membership;

import org.jspecify.annotations.NullMarked;
