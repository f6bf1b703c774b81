/**
 * Session tokens, the keys that sign them, and the sign-ins that give them; for the
 * emulator's own use.
 */
@NullMarked
package io.github.fgaspring.emulator.session;

import org.jspecify.annotations.NullMarked;
