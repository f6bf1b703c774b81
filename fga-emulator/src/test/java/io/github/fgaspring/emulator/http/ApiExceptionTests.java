package io.github.fgaspring.emulator.http;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ApiExceptionTests {

	@Test
	void withCodeOfUnprocessableWhenThereIsNoCodeThenAddsIt() {
		ApiResponse response = ApiException.unprocessable("wrong").withCodeOfUnprocessable("code").toResponse();
		assertThat(response.status()).isEqualTo(422);
		assertThat(response.body()).isEqualTo(Map.of("code", "code", "message", "wrong"));
	}

	@Test
	void withCodeOfUnprocessableWhenThereIsCodeThenKeepsIt() {
		ApiException coded = ApiException.of(422, "invalid_role", "wrong");
		assertThat(coded.withCodeOfUnprocessable("code")).isSameAs(coded);
	}

	@Test
	void withCodeOfUnprocessableWhenOtherStatusThenHasNoCode() {
		ApiException notFound = ApiException.notFound("gone");
		assertThat(notFound.withCodeOfUnprocessable("code")).isSameAs(notFound);
		assertThat(notFound.toResponse().body()).isEqualTo(Map.of("message", "gone"));
	}

}
