/**
 * Lets several instances of an application share what they know, through Redis.
 */
@NullMarked
package io.github.fgaspring.redis;

import org.jspecify.annotations.NullMarked;
