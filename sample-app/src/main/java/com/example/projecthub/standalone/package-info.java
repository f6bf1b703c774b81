/**
 * The product with users and passwords of its own, and WorkOS for permissions only: the
 * profile {@code standalone}. {@code docs/standalone.md} explains it.
 */
@NullMarked
package com.example.projecthub.standalone;

import org.jspecify.annotations.NullMarked;
