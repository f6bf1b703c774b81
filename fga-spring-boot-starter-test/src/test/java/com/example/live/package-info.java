/**
 * The examples of {@code docs/live-changes.md}.
 */
@NullMarked
package com.example.live;

import org.jspecify.annotations.NullMarked;
