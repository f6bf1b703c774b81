/**
 * Answers from the WorkOS Authorization API.
 */
@NullMarked
package io.github.fgaspring.client;

import org.jspecify.annotations.NullMarked;
