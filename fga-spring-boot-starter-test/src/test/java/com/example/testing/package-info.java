/**
 * A tiny application and one test for each tool, as the documentation shows them.
 */
@NullMarked
package com.example.testing;

import org.jspecify.annotations.NullMarked;
