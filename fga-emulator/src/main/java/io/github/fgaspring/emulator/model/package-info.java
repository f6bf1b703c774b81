/**
 * What the emulator knows: organizations, people, roles and the resource tree; for the
 * emulator's own use.
 */
@NullMarked
package io.github.fgaspring.emulator.model;

import org.jspecify.annotations.NullMarked;
