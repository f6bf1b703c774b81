/**
 * Whether the permissions that rules name exist at WorkOS.
 */
@NullMarked
package io.github.fgaspring.validation;

import org.jspecify.annotations.NullMarked;
