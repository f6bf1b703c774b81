/**
 * Prepares the application contexts of tests, and shares them fairly.
 */
@NullMarked
package io.github.fgaspring.test.context;

import org.jspecify.annotations.NullMarked;
