package io.github.fgaspring.benchmarks.application;

/**
 * Counts latencies in buckets, each less than one percent wide.
 */
final class LatencyHistogram {

	/**
	 * So many bits of a number decide which bucket it is in, after its first one.
	 */
	private static final int BITS = 7;

	private static final int LINEAR = 1 << BITS;

	private final long[] counts = new long[(Long.SIZE - BITS) * LINEAR];

	private long count;

	void record(long nanos) {
		this.counts[bucket(nanos)]++;
		this.count++;
	}

	long count() {
		return this.count;
	}

	/**
	 * The latency that so many of all do not exceed.
	 * @param share how many, from 0 to 1
	 * @return the latency in nanoseconds: the least of its bucket
	 */
	long percentile(double share) {
		long rank = Math.max(1, (long) Math.ceil(share * this.count));
		long seen = 0;
		for (int bucket = 0; bucket < this.counts.length; bucket++) {
			seen += this.counts[bucket];
			if (seen >= rank) {
				return least(bucket);
			}
		}
		throw new IllegalStateException("Nothing was recorded");
	}

	// The first buckets hold one number each, from 2 * LINEAR on LINEAR buckets two, then
	// LINEAR four, and so on.
	private static int bucket(long nanos) {
		int shift = Math.max(0, Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos) - BITS);
		return shift * LINEAR + (int) (nanos >>> shift);
	}

	private static long least(int bucket) {
		int shift = Math.max(0, bucket / LINEAR - 1);
		return (long) (bucket - shift * LINEAR) << shift;
	}

}
