package io.github.fgaspring.benchmarks.application;

import java.security.GeneralSecurityException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SessionTokensTests {

	@Test
	void memberWhenSignedThenTokenIsAsLongAsARealOne() throws GeneralSecurityException {
		assertThat(new SessionTokens().member("http://127.0.0.1:40000")).hasSizeBetween(1020, 1036);
	}

}
