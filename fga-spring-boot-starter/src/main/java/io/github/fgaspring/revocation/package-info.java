/**
 * Knows which sessions have ended, and which say what is no longer true, before their
 * tokens expire.
 */
@NullMarked
package io.github.fgaspring.revocation;

import org.jspecify.annotations.NullMarked;
