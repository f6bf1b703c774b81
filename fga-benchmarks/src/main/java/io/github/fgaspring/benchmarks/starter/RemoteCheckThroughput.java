package io.github.fgaspring.benchmarks.starter;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How many checks sixteen threads make in a second. The compiler has few cores left to
 * it, so they take long to warm up.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Threads(16)
@Warmup(time = 2500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(time = 600, timeUnit = TimeUnit.MILLISECONDS)
public class RemoteCheckThroughput extends RemoteCheckClients {

}
