/**
 * What a test of a protected application needs: callers, a stub in place of the
 * Authorization API, an emulator of WorkOS, and a look at what has no rule.
 */
@NullMarked
package io.github.fgaspring.test;

import org.jspecify.annotations.NullMarked;
