package io.github.fgaspring.events;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads events as WorkOS writes them.
 */
final class EventReader {

	private static final int MAX_DEPTH = 64;

	private static final int MAX_NUMBER_LENGTH = 100;

	/**
	 * Ids and types, which are remembered and logged.
	 */
	private static final Pattern NAME = Pattern.compile("[!-~]{1,255}");

	/**
	 * With four digits for the year: there are instants that one cannot calculate with.
	 */
	private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[0-9:.]{5,18}(Z|[+-]\\d\\d:\\d\\d)");

	private static final TypeReference<Map<String, @Nullable Object>> OBJECT = new TypeReference<>() {
	};

	private final JsonMapper jsonMapper = JsonMapper.builder(JsonFactory.builder()
		.streamReadConstraints(
				StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).maxNumberLength(MAX_NUMBER_LENGTH).build())
		.build())
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	/**
	 * Reads an event.
	 * @param content the bytes of a JSON object
	 * @return the event
	 * @throws UnusableEventException if they are not an event
	 */
	FgaEvent read(byte[] content) {
		try {
			return read(this.jsonMapper.readTree(content));
		}
		catch (JacksonException ex) {
			// Without the cause: its message quotes the content.
			throw new UnusableEventException("An event is not JSON");
		}
	}

	/**
	 * Reads an event.
	 * @param event a JSON object
	 * @return the event
	 * @throws UnusableEventException if it is not an event
	 */
	FgaEvent read(JsonNode event) {
		Map<String, @Nullable Object> data = optionalObject(event, "data");
		if (data == null) {
			throw unusable("data");
		}
		Map<String, @Nullable Object> context = optionalObject(event, "context");
		return new FgaEvent(id(event), text(event, "event"), data, time(event, "created_at"),
				(context != null) ? context : Map.of());
	}

	/**
	 * Reads no more of an event than which one it is.
	 * @param event a JSON object
	 * @return the id of the event
	 * @throws UnusableEventException if it has none
	 */
	String id(JsonNode event) {
		return text(event, "id");
	}

	private @Nullable Map<String, @Nullable Object> optionalObject(JsonNode event, String field) {
		JsonNode value = event.get(field);
		if (value == null || value.isNull()) {
			return null;
		}
		if (!value.isObject()) {
			throw unusable(field);
		}
		return this.jsonMapper.convertValue(value, OBJECT);
	}

	private static Instant time(JsonNode event, String field) {
		String value = text(event, field);
		try {
			if (TIME.matcher(value).matches()) {
				return Instant.parse(value);
			}
		}
		catch (DateTimeException ex) {
			// As below.
		}
		throw unusable(field);
	}

	private static String text(JsonNode event, String field) {
		JsonNode value = event.get(field);
		String text = (value != null && value.isString()) ? value.stringValue() : null;
		if (text == null || !NAME.matcher(text).matches()) {
			throw unusable(field);
		}
		return text;
	}

	private static UnusableEventException unusable(String field) {
		return new UnusableEventException("An event has no usable '" + field + "'");
	}

}
