package io.github.fgaspring.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The scores of one benchmark, round by round.
 */
final class Measurement {

	private final String unit;

	private final List<List<Double>> rounds = new ArrayList<>();

	private final List<Double> allocations = new ArrayList<>();

	Measurement(String unit) {
		this.unit = unit;
	}

	/**
	 * Adds a round.
	 * @param scores the times of its iterations, or how often per time
	 * @param allocation the bytes that one operation allocates
	 */
	void addRound(List<Double> scores, double allocation) {
		this.rounds.add(List.copyOf(scores));
		this.allocations.add(allocation);
	}

	String unit() {
		return this.unit;
	}

	boolean isThroughput() {
		return this.unit.startsWith("ops/");
	}

	Spread scores() {
		return Spread.of(this.rounds.stream().flatMap(Collection::stream).mapToDouble(Double::doubleValue));
	}

	Spread allocations() {
		return Spread.of(this.allocations.stream().mapToDouble(Double::doubleValue));
	}

	// Each round is compared with the same round of the floor.
	Spread ratiosTo(Measurement floor) {
		return Spread.of(IntStream.range(0, this.rounds.size()).mapToDouble((i) -> medianOf(i) / floor.medianOf(i)));
	}

	private double medianOf(int round) {
		return Spread.of(this.rounds.get(round).stream().mapToDouble(Double::doubleValue)).median();
	}

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

	}

}
