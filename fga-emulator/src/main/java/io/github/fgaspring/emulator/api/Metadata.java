package io.github.fgaspring.emulator.api;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.fgaspring.emulator.http.ApiException;

/**
 * What the customer keeps with a person or an organization.
 */
final class Metadata {

	static final String FIELD = "metadata";

	private static final int MAX_KEYS = 50;

	private static final int MAX_KEY_LENGTH = 40;

	private static final int MAX_VALUE_LENGTH = 600;

	private Metadata() {
	}

	/**
	 * Put what a request says over what is there: {@code null} takes one key away, or
	 * everything if it stands for the whole.
	 */
	static Map<String, String> merge(RequestBody body, Map<String, String> current) {
		if (!body.has(FIELD)) {
			return current;
		}
		if (body.isNull(FIELD)) {
			return Map.of();
		}
		Map<String, String> merged = new LinkedHashMap<>(current);
		body.nullableTextsByKey(FIELD).forEach((key, value) -> {
			if (value != null) {
				validate(key, value);
				merged.put(key, value);
			}
			else {
				merged.remove(key);
			}
		});
		if (merged.size() > MAX_KEYS) {
			throw invalid("more than %d keys".formatted(MAX_KEYS));
		}
		return merged;
	}

	private static void validate(String key, String value) {
		if (key.length() > MAX_KEY_LENGTH) {
			throw invalid("a key of more than %d characters".formatted(MAX_KEY_LENGTH));
		}
		if (value.length() > MAX_VALUE_LENGTH) {
			throw invalid("a value of more than %d characters".formatted(MAX_VALUE_LENGTH));
		}
	}

	private static ApiException invalid(String what) {
		return ApiException.badRequest("invalid_metadata", "The metadata has %s.".formatted(what));
	}

}
