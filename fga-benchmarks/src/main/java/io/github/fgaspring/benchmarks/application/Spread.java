package io.github.fgaspring.benchmarks.application;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Where a set of numbers lies.
 *
 * @param min the least
 * @param median the one in the middle, or the mean of the two in the middle
 * @param max the greatest
 */
record Spread(double min, double median, double max) {

	static Spread of(DoubleStream numbers) {
		double[] sorted = numbers.sorted().toArray();
		int middle = sorted.length / 2;
		double median = (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
		return new Spread(sorted[0], median, sorted[sorted.length - 1]);
	}

	static <T> Spread of(List<T> measured, ToDoubleFunction<T> what) {
		return of(measured.stream().mapToDouble(what));
	}

	/**
	 * The ratios of each number to the one that was measured next to it.
	 */
	static <T> Spread ofRatios(List<T> measured, List<T> floor, ToDoubleFunction<T> what) {
		return of(IntStream.range(0, measured.size())
			.mapToDouble((i) -> what.applyAsDouble(measured.get(i)) / what.applyAsDouble(floor.get(i))));
	}

	String medianText(int decimals) {
		return text(this.median, decimals);
	}

	String rangeText(int decimals) {
		return Double.isNaN(this.median) ? "n/a" : text(this.min, decimals) + ".." + text(this.max, decimals);
	}

	private static String text(double number, int decimals) {
		return Double.isNaN(number) ? "n/a" : String.format(Locale.ROOT, "%." + decimals + "f", number);
	}

}
