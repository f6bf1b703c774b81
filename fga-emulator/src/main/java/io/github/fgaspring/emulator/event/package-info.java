/**
 * What happens in the emulator, told to others: the list of events and the webhooks; for
 * the emulator's own use.
 */
@NullMarked
package io.github.fgaspring.emulator.event;

import org.jspecify.annotations.NullMarked;
