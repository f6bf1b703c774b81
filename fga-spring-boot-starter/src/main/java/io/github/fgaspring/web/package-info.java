/**
 * Turns decisions into HTTP answers.
 */
@NullMarked
package io.github.fgaspring.web;

import org.jspecify.annotations.NullMarked;
