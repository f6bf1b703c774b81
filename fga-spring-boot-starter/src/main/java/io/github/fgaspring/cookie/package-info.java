/**
 * Reads and renews the sealed session cookie that an AuthKit frontend shares.
 */
@NullMarked
package io.github.fgaspring.cookie;

import org.jspecify.annotations.NullMarked;
