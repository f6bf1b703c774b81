package io.github.fgaspring.benchmarks.starter;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long one thread waits for a check.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(time = 600, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(time = 600, timeUnit = TimeUnit.MILLISECONDS)
public class RemoteCheck extends RemoteCheckClients {

}
