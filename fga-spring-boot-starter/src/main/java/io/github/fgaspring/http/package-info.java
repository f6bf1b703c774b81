/**
 * HTTP requests that end in time.
 */
@NullMarked
package io.github.fgaspring.http;

import org.jspecify.annotations.NullMarked;
