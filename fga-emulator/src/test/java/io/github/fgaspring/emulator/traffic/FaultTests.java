package io.github.fgaspring.emulator.traffic;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class FaultTests {

	@Test
	void createWhenValueIsOutOfRangeThenSaysSo() {
		Fault fault = Fault.on("/a");
		assertThatIllegalArgumentException().isThrownBy(() -> fault.times(0))
			.withMessage("times must be at least 1, not 0");
		assertThatIllegalArgumentException().isThrownBy(() -> fault.status(99))
			.withMessage("status must be from 200 to 599, not 99");
		assertThatIllegalArgumentException().isThrownBy(() -> fault.delay(Duration.ofMillis(-1)))
			.withMessage("delay must not be negative, but it is PT-0.001S");
		assertThatIllegalArgumentException().isThrownBy(() -> fault.header("A b", "c"))
			.withMessage("The header 'A b' or its value is not legal in HTTP");
		assertThatIllegalArgumentException().isThrownBy(() -> fault.header("A", "c\r\nB: d"))
			.withMessage("The header 'A' or its value is not legal in HTTP");
	}

}
