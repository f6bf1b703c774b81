package io.github.fgaspring.policy;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link AgeLimit}.
 */
class AgeLimitTests {

	@ParameterizedTest
	@CsvSource({ "5m, PT5M", "1h, PT1H", "PT30S, PT30S", "1h30m, PT1H30M", "' 8h ', PT8H", "1s, PT1S", "1000ms, PT1S",
			"2d, PT48H", "1500ms, PT1.5S" })
	void parseWhenDurationHasUnitThenIsLimit(String text, Duration limit) {
		assertThat(AgeLimit.parse(text)).isEqualTo(limit);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "5", "300", "-5m", "+", "-", "0s", "0m", "999ms", "PT0S", "-PT5M", "PT-5M", "P",
			"PT", "m", "5 m", "5x", "five minutes", "${recent}", "{value}", "5m;", "9223372036854775807d",
			"99999999999999999999s", "NaN", "\u0665m" })
	void parseWhenTextIsNoLimitThenFails(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> AgeLimit.parse(text));
	}

	@Test
	void stricterThenIsTheShorterThatExists() {
		Duration minute = Duration.ofMinutes(1);
		Duration hour = Duration.ofHours(1);
		assertThat(AgeLimit.stricter(minute, hour)).isEqualTo(minute);
		assertThat(AgeLimit.stricter(hour, minute)).isEqualTo(minute);
		assertThat(AgeLimit.stricter(null, hour)).isEqualTo(hour);
		assertThat(AgeLimit.stricter(hour, null)).isEqualTo(hour);
		assertThat(AgeLimit.stricter(null, null)).isNull();
	}

}
