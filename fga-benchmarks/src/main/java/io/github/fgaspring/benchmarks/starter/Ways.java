package io.github.fgaspring.benchmarks.starter;

/**
 * Another way than the one that is to be measured may be cheaper, so every benchmark
 * makes sure of it before it is measured.
 */
final class Ways {

	private Ways() {
	}

	static void require(boolean condition, String found) {
		if (!condition) {
			throw new IllegalStateException("This does not go the way that is to be measured: " + found);
		}
	}

}
