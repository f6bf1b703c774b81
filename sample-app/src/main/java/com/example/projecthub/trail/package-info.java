/**
 * The panel that shows how a page was decided, and the switches that make the emulator
 * misbehave.
 */
@NullMarked
package com.example.projecthub.trail;

import org.jspecify.annotations.NullMarked;
