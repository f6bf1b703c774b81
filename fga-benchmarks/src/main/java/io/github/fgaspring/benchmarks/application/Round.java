package io.github.fgaspring.benchmarks.application;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

import io.github.fgaspring.benchmarks.application.LoadGenerator.Answers;

/**
 * What was measured of one application for some seconds.
 *
 * @param requests how many requests it has answered
 * @param perSecond the same in a second
 * @param p50 the median of the latencies, in milliseconds
 * @param p99 their 99th percentile, in milliseconds
 * @param requestThreadCpu CPU time of Tomcat's threads per request, in microseconds
 * @param processCpu CPU time of the whole process per request, in microseconds
 */
record Round(long requests, double perSecond, double p50, double p99, double requestThreadCpu, double processCpu) {

	static Round of(Answers answers, CpuTime before, CpuTime after) {
		LatencyHistogram latencies = answers.latencies();
		long requests = latencies.count();
		return new Round(requests, answers.perSecond(), milliseconds(latencies.percentile(0.5)),
				milliseconds(latencies.percentile(0.99)), after.requestThreadNanosSince(before) / requests / 1000,
				after.processNanosSince(before) / requests / 1000);
	}

	@Override
	public String toString() {
		return String.format(Locale.ROOT,
				"%.0f/s, p50 %.2f ms, p99 %.2f ms, CPU per request %.1f µs in request threads, %.1f µs in all",
				this.perSecond, this.p50, this.p99, this.requestThreadCpu, this.processCpu);
	}

	private static double milliseconds(long nanos) {
		return (double) nanos / TimeUnit.MILLISECONDS.toNanos(1);
	}

}
