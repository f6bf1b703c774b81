package io.github.fgaspring.emulator.api;

import java.util.List;
import java.util.Map;

import io.github.fgaspring.emulator.http.ApiException;
import io.github.fgaspring.emulator.http.ApiRequest;
import io.github.fgaspring.emulator.http.ApiResponse;
import io.github.fgaspring.emulator.session.SigningKey;

/**
 * The keys that verify session tokens.
 */
final class JwksEndpoint {

	private final String clientId;

	private final SigningKey key;

	JwksEndpoint(String clientId, SigningKey key) {
		this.clientId = clientId;
		this.key = key;
	}

	ApiResponse get(ApiRequest request) {
		String requested = request.pathVariable("client_id");
		if (!this.clientId.equals(requested)) {
			throw ApiException.notFound("Client not found: '%s'.".formatted(requested));
		}
		return ApiResponse.ok(Map.of("keys", List.of(this.key.toPublicJwk())));
	}

}
