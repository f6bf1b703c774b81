package io.github.fgaspring.emulator.api;

import java.util.Map;

import io.github.fgaspring.emulator.http.ApiException;
import io.github.fgaspring.emulator.http.ApiRequest;
import io.github.fgaspring.emulator.http.ApiResponse;
import io.github.fgaspring.emulator.session.SigningKeys;

/**
 * The keys that verify session tokens.
 */
final class JwksEndpoint {

	private final String clientId;

	private final SigningKeys keys;

	JwksEndpoint(String clientId, SigningKeys keys) {
		this.clientId = clientId;
		this.keys = keys;
	}

	ApiResponse get(ApiRequest request) {
		String requested = request.pathVariable("client_id");
		if (!this.clientId.equals(requested)) {
			throw ApiException.notFound("Client not found: '%s'.".formatted(requested));
		}
		return ApiResponse.ok(Map.of("keys", this.keys.toPublicJwks()));
	}

}
