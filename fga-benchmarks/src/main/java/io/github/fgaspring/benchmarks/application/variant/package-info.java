/**
 * The applications that are compared. They answer alike; what differs is who guards them.
 */
@NullMarked
package io.github.fgaspring.benchmarks.application.variant;

import org.jspecify.annotations.NullMarked;
