package io.github.fgaspring.emulator.api;

import java.util.function.Function;

import io.github.fgaspring.emulator.http.ApiException;
import io.github.fgaspring.emulator.http.ApiRequest;
import io.github.fgaspring.emulator.http.ApiResponse;

/**
 * Lets an endpoint name wrong values in a request by a code. WorkOS does so in most
 * operations below {@code /user_management} and nowhere else.
 */
final class CodedErrors {

	private static final String WRONG_VALUE = "invalid_request_parameters";

	private CodedErrors() {
	}

	static Function<ApiRequest, ApiResponse> of(Function<ApiRequest, ApiResponse> endpoint) {
		return (request) -> {
			try {
				return endpoint.apply(request);
			}
			catch (ApiException ex) {
				throw ex.withCodeOfUnprocessable(WRONG_VALUE);
			}
		};
	}

}
