package io.github.fgaspring.emulator.api;

import io.github.fgaspring.emulator.EmulatorClient.Response;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Assertions about errors as the contract has them.
 */
final class ErrorAssertions {

	private ErrorAssertions() {
	}

	/**
	 * Assert that an answer is an error.
	 * @param response the answer
	 * @param status the expected status
	 * @param code the expected code, or {@code null} for an error without one
	 */
	static void assertError(Response response, int status, @Nullable String code) {
		assertThat(response.status()).as(response.text()).isEqualTo(status);
		assertThat(response.json().get("message").stringValue()).isNotBlank();
		if (code == null) {
			assertThat(response.json().propertyNames()).containsExactly("message");
		}
		else {
			assertThat(response.json().propertyNames()).containsExactly("code", "message");
			assertThat(response.json().get("code").stringValue()).isEqualTo(code);
		}
	}

}
