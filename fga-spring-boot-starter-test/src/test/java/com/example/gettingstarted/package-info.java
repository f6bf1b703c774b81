/**
 * Follows the guide for newcomers.
 */
@NullMarked
package com.example.gettingstarted;

import org.jspecify.annotations.NullMarked;
