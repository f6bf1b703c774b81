/**
 * The examples of the guide to lists.
 */
@NullMarked
package com.example.lists;

import org.jspecify.annotations.NullMarked;
