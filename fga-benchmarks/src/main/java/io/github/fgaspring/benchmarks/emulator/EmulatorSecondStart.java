package io.github.fgaspring.benchmarks.emulator;

import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The same, the second time in a JVM: classes are loaded and hardly anything is compiled,
 * as in a run of a few tests.
 */
@BenchmarkMode(Mode.SingleShotTime)
@Fork(3)
@Warmup(iterations = 1)
@Measurement(iterations = 1)
public class EmulatorSecondStart extends EmulatorStart {

}
