package io.github.fgaspring.emulator.http;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class LoopbackHostTests {

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "LocalHost", "app.localhost", "a.b.localhost", "127.0.0.1", "127.1.2.3",
			"[::1]", "[0:0:0:0:0:0:0:1]" })
	void matchesWhenHostIsThisMachineThenTrue(String host) {
		assertThat(LoopbackHost.matches(host)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "example.test", "localhost.example.test", "mylocalhost", "127.0.0.1.example.test",
			"128.0.0.1", "0.0.0.0", "[::2]", "localhost:80", "localhost\n" })
	void matchesWhenHostCanBeAnotherMachineThenFalse(String host) {
		assertThat(LoopbackHost.matches(host)).isFalse();
	}

}
