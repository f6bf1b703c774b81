/**
 * Finds the rule of a method and enforces it: before the method is entered, or on what it
 * returns.
 */
@NullMarked
package io.github.fgaspring.authorization;

import org.jspecify.annotations.NullMarked;
