/**
 * The examples of {@code docs/operations.md}.
 */
@NullMarked
package com.example.operations;

import org.jspecify.annotations.NullMarked;
