package io.github.fgaspring.emulator.api;

import io.github.fgaspring.emulator.http.ApiException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads fields of request bodies.
 */
final class BodyFields {

	private BodyFields() {
	}

	static String requiredText(ObjectNode body, String field) {
		JsonNode value = body.get(field);
		if (value == null) {
			throw ApiException.unprocessable("Validation failed: %s is required.".formatted(field));
		}
		if (!value.isString() || value.stringValue().isBlank()) {
			throw ApiException.unprocessable("Validation failed: %s must be a non-empty string.".formatted(field));
		}
		return value.stringValue();
	}

}
