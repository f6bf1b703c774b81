/**
 * Session tokens and the key that signs them; for the emulator's own use.
 */
@NullMarked
package io.github.fgaspring.emulator.session;

import org.jspecify.annotations.NullMarked;
