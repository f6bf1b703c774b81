/**
 * Annotations that declare which permission a caller needs on which resource.
 */
@NullMarked
package io.github.fgaspring.annotation;

import org.jspecify.annotations.NullMarked;
