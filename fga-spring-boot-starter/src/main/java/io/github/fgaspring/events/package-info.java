/**
 * Learns from WorkOS what has changed, by webhooks or from the Events API, and puts it
 * into effect.
 */
@NullMarked
package io.github.fgaspring.events;

import org.jspecify.annotations.NullMarked;
