package io.github.fgaspring.benchmarks;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openjdk.jmh.runner.options.Options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RunModeTests {

	@ParameterizedTest
	@EnumSource
	void ofWhenNameThenMode(RunMode mode) {
		assertThat(RunMode.of(mode.toString())).isEqualTo(mode);
	}

	@Test
	void ofWhenUnknownThenNamesModes() {
		assertThatIllegalArgumentException().isThrownBy(() -> RunMode.of("fast"))
			.withMessage("bench.mode is 'fast' and must be one of [quick, full]");
	}

	@Test
	void roundWhenFullThenHasMoreIterationsThanQuick() {
		Options quick = RunMode.QUICK.round("Token").get(0);
		Options full = RunMode.FULL.round("Token").get(0);
		assertThat(full.getWarmupIterations().get()).isGreaterThan(quick.getWarmupIterations().get());
		assertThat(full.getMeasurementIterations().get()).isGreaterThan(quick.getMeasurementIterations().get());
		assertThat(RunMode.FULL.rounds()).isGreaterThan(RunMode.QUICK.rounds());
	}

	@ParameterizedTest
	@EnumSource
	void roundWhenAnyModeThenRunsEveryBenchmarkOnce(RunMode mode) {
		List<Options> round = mode.round("Token|Emulator");
		assertThat(round).allSatisfy((run) -> assertThat(run.getIncludes()).containsExactly("Token|Emulator"));
		for (String name : List.of("io.github.fgaspring.benchmarks.starter.TokenRepeated.ours",
				"io.github.fgaspring.benchmarks.emulator.EmulatorCheck.denied")) {
			assertThat(round.stream().filter((run) -> !isExcluded(name, run))).hasSize(1);
		}
	}

	@ParameterizedTest
	@EnumSource
	void roundWhenBenchmarkIsOfEmulatorThenLeavesIterationsToIt(RunMode mode) {
		Options run = mode.round(".*")
			.stream()
			.filter((options) -> !isExcluded("io.github.fgaspring.benchmarks.emulator.EmulatorStart.keyPair", options))
			.findFirst()
			.orElseThrow();
		assertThat(run.getForkCount().hasValue()).isFalse();
		assertThat(run.getWarmupIterations().hasValue()).isFalse();
		assertThat(run.getMeasurementIterations().hasValue()).isFalse();
	}

	private static boolean isExcluded(String name, Options run) {
		return run.getExcludes().stream().anyMatch((pattern) -> name.matches(".*" + pattern + ".*"));
	}

}
