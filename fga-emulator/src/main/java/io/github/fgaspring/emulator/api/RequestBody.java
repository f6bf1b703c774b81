package io.github.fgaspring.emulator.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.github.fgaspring.emulator.http.ApiException;
import io.github.fgaspring.emulator.http.ApiRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the fields of a request body. Whatever is wrong with them is answered with status
 * 422.
 */
final class RequestBody {

	private static final int MAX_EXTERNAL_ID_LENGTH = 128;

	private static final int MAX_LENGTH = 1024;

	private final ObjectNode json;

	private RequestBody(ObjectNode json) {
		this.json = json;
	}

	/**
	 * The body of a request. A field that the endpoint does not know is refused: whoever
	 * wrote it expects an effect.
	 */
	static RequestBody of(ApiRequest request, String... fields) {
		List<String> known = List.of(fields);
		ObjectNode json = request.body();
		for (String field : json.propertyNames()) {
			if (!known.contains(field)) {
				throw invalid(field, "is not a field here. Known: " + String.join(", ", known));
			}
		}
		return new RequestBody(json);
	}

	boolean has(String field) {
		return this.json.has(field);
	}

	boolean isNull(String field) {
		JsonNode value = this.json.get(field);
		return value != null && value.isNull();
	}

	String text(String field) {
		return text(field, MAX_LENGTH);
	}

	String text(String field, int maxLength) {
		return optionalText(field, maxLength).orElseThrow(() -> invalid(field, "is required"));
	}

	Optional<String> optionalText(String field) {
		return optionalText(field, MAX_LENGTH);
	}

	Optional<String> optionalText(String field, int maxLength) {
		JsonNode value = this.json.get(field);
		if (value == null) {
			return Optional.empty();
		}
		if (!value.isString() || value.stringValue().isBlank()) {
			throw invalid(field, "must be a non-empty string");
		}
		if (value.stringValue().length() > maxLength) {
			throw invalid(field, "must be at most " + maxLength + " characters long");
		}
		return Optional.of(value.stringValue());
	}

	/**
	 * A text that can be taken away by {@code null}; what is there already if the field
	 * is left out.
	 */
	@Nullable String nullableText(String field, int maxLength, @Nullable String current) {
		if (!has(field)) {
			return current;
		}
		return isNull(field) ? null : text(field, maxLength);
	}

	String externalId(String field) {
		String externalId = text(field, MAX_EXTERNAL_ID_LENGTH);
		if (!externalId.chars().allMatch((c) -> c < 128)) {
			throw invalid(field, "must consist of ASCII characters");
		}
		return externalId;
	}

	@Nullable String nullableExternalId(String field, @Nullable String current) {
		if (!has(field)) {
			return current;
		}
		return isNull(field) ? null : externalId(field);
	}

	boolean flag(String field, boolean defaultValue) {
		JsonNode value = this.json.get(field);
		if (value == null) {
			return defaultValue;
		}
		if (!value.isBoolean()) {
			throw invalid(field, "must be true or false");
		}
		return value.booleanValue();
	}

	List<String> texts(String field) {
		JsonNode value = this.json.get(field);
		if (value == null) {
			throw invalid(field, "is required");
		}
		if (!value.isArray()) {
			throw invalid(field, "must be an array of strings");
		}
		List<String> texts = new ArrayList<>();
		for (JsonNode element : value.values()) {
			if (!element.isString() || element.stringValue().isBlank()) {
				throw invalid(field, "must be an array of non-empty strings");
			}
			texts.add(element.stringValue());
		}
		return texts;
	}

	Map<String, String> textsByKey(String field, Map<String, String> current) {
		JsonNode value = this.json.get(field);
		if (value == null) {
			return current;
		}
		if (value.isNull()) {
			return Map.of();
		}
		if (!value.isObject()) {
			throw invalid(field, "must be an object of strings");
		}
		Map<String, String> texts = new LinkedHashMap<>();
		value.properties().forEach((entry) -> {
			if (!entry.getValue().isString()) {
				throw invalid(field, "must be an object of strings");
			}
			texts.put(entry.getKey(), entry.getValue().stringValue());
		});
		return texts;
	}

	JsonNode json() {
		return this.json;
	}

	static ApiException invalid(String field, String problem) {
		return ApiException.unprocessable(field, "Validation failed: %s %s.".formatted(field, problem));
	}

}
