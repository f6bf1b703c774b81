package io.github.fgaspring.emulator.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

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
		return of(request.body(), fields);
	}

	private static RequestBody of(ObjectNode json, String... fields) {
		List<String> known = List.of(fields);
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

	void refuseNull(String... fields) {
		for (String field : fields) {
			if (isNull(field)) {
				throw invalid(field, "must not be null");
			}
		}
	}

	String text(String field) {
		return text(field, MAX_LENGTH);
	}

	String text(String field, int maxLength) {
		return optionalText(field, maxLength).orElseThrow(() -> invalid(field, "is required"));
	}

	/**
	 * A text of a certain form.
	 * @param form what the whole text must match
	 * @param description the form in words, such as "must be lower-case"
	 */
	Optional<String> optionalText(String field, int maxLength, Pattern form, String description) {
		Optional<String> text = optionalText(field, maxLength);
		if (text.isPresent() && !form.matcher(text.get()).matches()) {
			throw invalid(field, description);
		}
		return text;
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

	Optional<String> optionalChoice(String field, String... choices) {
		Optional<String> choice = optionalText(field);
		if (choice.isPresent() && !List.of(choices).contains(choice.get())) {
			throw invalid(field, "must be one of " + String.join(", ", choices));
		}
		return choice;
	}

	@Nullable String nullableText(String field, @Nullable String current) {
		return nullableText(field, MAX_LENGTH, current);
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
			if (element.stringValue().length() > MAX_LENGTH) {
				throw invalid(field, "must have strings of at most " + MAX_LENGTH + " characters");
			}
			texts.add(element.stringValue());
		}
		return texts;
	}

	/**
	 * An object whose values are texts or {@code null}.
	 */
	Map<String, @Nullable String> nullableTextsByKey(String field) {
		JsonNode value = this.json.get(field);
		if (value == null || !value.isObject()) {
			throw invalid(field, "must be an object of strings");
		}
		Map<String, @Nullable String> texts = new LinkedHashMap<>();
		value.properties().forEach((entry) -> {
			if (!entry.getValue().isString() && !entry.getValue().isNull()) {
				throw invalid(field, "must be an object of strings");
			}
			texts.put(entry.getKey(), entry.getValue().stringValue(null));
		});
		return texts;
	}

	/**
	 * An array of objects that have no other fields than these.
	 */
	List<RequestBody> objects(String field, String... fields) {
		JsonNode value = this.json.get(field);
		if (value == null) {
			throw invalid(field, "is required");
		}
		if (!value.isArray()) {
			throw invalid(field, "must be an array of objects");
		}
		List<RequestBody> objects = new ArrayList<>();
		for (JsonNode element : value.values()) {
			if (!(element instanceof ObjectNode object)) {
				throw invalid(field, "must be an array of objects");
			}
			objects.add(of(object, fields));
		}
		return objects;
	}

	/**
	 * The same without the fields that are {@code null}.
	 */
	RequestBody withoutNulls() {
		ObjectNode copy = this.json.deepCopy();
		copy.removeIf(JsonNode::isNull);
		return new RequestBody(copy);
	}

	static ApiException invalid(String field, String problem) {
		return ApiException.unprocessable(field, "Validation failed: %s %s.".formatted(field, problem));
	}

}
