/**
 * Reads the guides whose examples are compiled and run here.
 */
@NullMarked
package com.example.guide;

import org.jspecify.annotations.NullMarked;
