/**
 * What the guide to sessions shows.
 */
@NullMarked
package com.example.sessions;

import org.jspecify.annotations.NullMarked;
