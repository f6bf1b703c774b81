/**
 * Turns a session token into an authenticated session.
 */
@NullMarked
package io.github.fgaspring.authentication;

import org.jspecify.annotations.NullMarked;
