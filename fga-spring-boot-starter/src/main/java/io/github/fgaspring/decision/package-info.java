/**
 * The permission question, its answer, and the contract of those who answer.
 */
@NullMarked
package io.github.fgaspring.decision;

import org.jspecify.annotations.NullMarked;
