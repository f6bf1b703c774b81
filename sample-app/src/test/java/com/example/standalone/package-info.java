/**
 * The examples of {@code docs/standalone.md} that the sample does not have.
 */
@NullMarked
package com.example.standalone;

import org.jspecify.annotations.NullMarked;
