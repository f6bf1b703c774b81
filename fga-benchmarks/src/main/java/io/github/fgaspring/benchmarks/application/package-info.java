/**
 * Compares whole Tomcat applications, each in a JVM of its own: {@code variant} holds the
 * applications, this package what starts, asks and compares them.
 * <p>
 * A {@link io.github.fgaspring.benchmarks.application.Comparison Comparison} starts two
 * JVMs at the same time, warms both up in turn, and then asks them in turn for some
 * seconds each. What counts are the ratios of neighbouring rounds, and of those the
 * median: how fast the machine is does not matter, nor that it is slower for a while. The
 * comparison of an application with itself shows how much of a ratio is chance.
 * <p>
 * The load comes from this process and takes part of the same machine, so throughput says
 * less about an application than the CPU time of its request threads. That leaves out
 * what other threads do: the compiler, the garbage collector, and clients that work in
 * threads of their own. The CPU time of the process has it all.
 * <p>
 * Where connections ask again at once, latency is that of a machine at its limit. Where
 * they rest in between it is what a caller sees.
 */
@NullMarked
package io.github.fgaspring.benchmarks.application;

import org.jspecify.annotations.NullMarked;
