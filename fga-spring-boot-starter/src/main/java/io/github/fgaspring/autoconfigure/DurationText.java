package io.github.fgaspring.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

import org.springframework.boot.convert.DurationStyle;

/**
 * Writes durations as one would write them in a properties file: {@code 90s}, {@code 2h}.
 */
final class DurationText {

	private static final List<ChronoUnit> UNITS = List.of(ChronoUnit.HOURS, ChronoUnit.MINUTES, ChronoUnit.SECONDS,
			ChronoUnit.MILLIS, ChronoUnit.MICROS);

	private DurationText() {
	}

	/**
	 * Writes a duration in the longest unit that loses nothing of it; in the form of ISO
	 * 8601, which properties may have as well, if there is none.
	 */
	static String of(Duration duration) {
		ChronoUnit unit = duration.isZero() ? ChronoUnit.SECONDS
				: UNITS.stream()
					.filter((candidate) -> duration.truncatedTo(candidate).equals(duration))
					.findFirst()
					.orElse(ChronoUnit.NANOS);
		try {
			return DurationStyle.SIMPLE.print(duration, unit);
		}
		catch (ArithmeticException ex) {
			// Of so many years that nobody counts them in fractions of a second.
			return duration.toString();
		}
	}

}
