/**
 * What the emulator knows: organizations, people and sessions, roles, groups and the
 * resource tree; for the emulator's own use.
 */
@NullMarked
package io.github.fgaspring.emulator.model;

import org.jspecify.annotations.NullMarked;
