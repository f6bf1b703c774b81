/**
 * The recipes of the cookbook, with an application around them.
 */
@NullMarked
package com.example.cookbook;

import org.jspecify.annotations.NullMarked;
