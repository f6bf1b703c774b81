/**
 * The examples of the guide to policies.
 */
@NullMarked
package com.example.policies;

import org.jspecify.annotations.NullMarked;
