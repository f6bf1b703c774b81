package io.github.fgaspring.events;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.fgaspring.support.SignedMessages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EventReaderTests {

	private static final Instant NOW = Instant.parse("2026-01-01T12:00:00.123Z");

	private final EventReader reader = new EventReader();

	@Test
	void readThenHoldsWhatTheEventSays() {
		FgaEvent event = read(SignedMessages.event("event_1", "user.updated", NOW, """
				{"id": "user_alice", "n": 1, "big": 12345678901, "half": 0.5, "yes": true, "none": null,
				"list": [1, {"a": "b"}]}"""));
		assertThat(event.id()).isEqualTo("event_1");
		assertThat(event.type()).isEqualTo("user.updated");
		assertThat(event.created()).isEqualTo(NOW);
		assertThat(event.context()).isEqualTo(Map.of("actor", Map.of("source", "api")));
		assertThat(event.data()).containsEntry("id", "user_alice")
			.containsEntry("n", 1)
			.containsEntry("big", 12345678901L)
			.containsEntry("half", 0.5)
			.containsEntry("yes", true)
			.containsEntry("none", null)
			.containsEntry("list", List.of(1, Map.of("a", "b")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\"context\":null,", "\"context\":{}," })
	void readWhenContextAbsentThenEmpty(String context) {
		FgaEvent event = read("{\"id\":\"event_1\",\"event\":\"a.b\",\"data\":{}," + context
				+ "\"created_at\":\"2026-01-01T12:00:00.123Z\",\"of_a_later_version\":[]}");
		assertThat(event.context()).isEmpty();
		assertThat(event.data()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "2026-01-01T12:00:00Z, 2026-01-01T12:00:00Z",
			"2026-01-01T12:00:00.123456789Z, 2026-01-01T12:00:00.123456789Z",
			"2026-01-01T13:00:00+01:00, 2026-01-01T12:00:00Z", "9999-12-31T23:59:59Z, 9999-12-31T23:59:59Z" })
	void readWhenTimeInIsoThenTheInstant(String written, Instant created) {
		assertThat(read(event("id", "\"event_1\"", "created_at", "\"" + written + "\"")).created()).isEqualTo(created);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "null", "true", "1", "\"event\"", "[]", "[{}]", "{", "{}}", "{} {}", "{'a':1}",
			"{\"id\":\"event_1\",\"id\":\"event_2\"}", "{\"id\":\"event_1\"", "\u0000", "NaN", "<xml/>",
			"{\"data\":\"\\ud8\"}", "{/**/}" })
	void readWhenNoEventThenFails(String content) {
		assertThatExceptionOfType(UnusableEventException.class).isThrownBy(() -> read(content)).withNoCause();
	}

	@Test
	void readWhenNoTextThenFails() {
		byte[] bytes = event("id", "\"event_1\"", "event", "\"a.b\"").getBytes(StandardCharsets.UTF_8);
		for (int i = 0; i < bytes.length; i++) {
			byte[] broken = bytes.clone();
			broken[i] = (byte) 0xff;
			assertThatExceptionOfType(UnusableEventException.class).isThrownBy(() -> this.reader.read(broken));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "id", "event", "data", "created_at" })
	void readWhenFieldUnusableThenFailsNamingIt(String field) {
		for (String value : Arrays.asList("null", "\"\"", "\" \"", "4711", "true", "[]", "[{}]",
				"\"" + "x".repeat(256) + "\"", "\"caf\u00e9\"", "\"a\\nb\"", "\"a b\"")) {
			assertThatExceptionOfType(UnusableEventException.class)
				.isThrownBy(() -> read(event(field, value, "x", "1")))
				.withMessage("An event has no usable '" + field + "'");
		}
		assertThatExceptionOfType(UnusableEventException.class)
			.isThrownBy(() -> read(event(field, "1", "x", "1").replace("\"" + field + "\"", "\"other\"")))
			.withMessage("An event has no usable '" + field + "'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "[]", "\"text\"", "1" })
	void readWhenContextIsNoObjectThenFails(String context) {
		assertThatExceptionOfType(UnusableEventException.class)
			.isThrownBy(() -> read(event("context", context, "x", "1")))
			.withMessage("An event has no usable 'context'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "+1000000000-12-31T23:59:59.999999999Z", "-1000000000-01-01T00:00:00Z",
			"-0001-01-01T00:00:00Z", "2026-01-01", "2026-01-01T12:00:00", "2026-13-01T12:00:00Z",
			"2026-01-01T25:00:00Z", "1767268800000", "Thu, 01 Jan 2026 12:00:00 GMT", "now" })
	void readWhenTimeIsNoInstantThenFails(String time) {
		assertThatExceptionOfType(UnusableEventException.class)
			.isThrownBy(() -> read(event("created_at", "\"" + time + "\"", "x", "1")))
			.withMessage("An event has no usable 'created_at'");
	}

	@Test
	void readWhenNestedTooDeeplyThenFails() {
		assertThat(read(event("data", "{\"a\":" + nested(60) + "}", "x", "1")).data()).containsKey("a");
		assertThatExceptionOfType(UnusableEventException.class)
			.isThrownBy(() -> read(event("data", "{\"a\":" + nested(65) + "}", "x", "1")))
			.withMessage("An event is not JSON");
		assertThatExceptionOfType(UnusableEventException.class).isThrownBy(() -> read(nested(100_000)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "-", "0." })
	void readWhenNumberTooLongThenFails(String prefix) {
		assertThat(read(event("data", "{\"a\":" + prefix + "9".repeat(90) + "}", "x", "1")).data()).containsKey("a");
		assertThatExceptionOfType(UnusableEventException.class)
			.isThrownBy(() -> read(event("data", "{\"a\":" + prefix + "9".repeat(101) + "}", "x", "1")));
	}

	@Test
	void readWhenExponentIsHugeThenIsReadAsQuickly() {
		assertThat(read(event("data", "{\"a\":1e999999999}", "x", "1")).data()).containsKey("a");
	}

	private static String nested(int depth) {
		return "[".repeat(depth) + "]".repeat(depth);
	}

	private FgaEvent read(String content) {
		return this.reader.read(content.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * An event with two of its fields as given.
	 */
	private static String event(String field, String value, String otherField, String otherValue) {
		Map<String, String> fields = new LinkedHashMap<>();
		fields.put("id", "\"event_1\"");
		fields.put("event", "\"a.b\"");
		fields.put("data", "{}");
		fields.put("created_at", "\"2026-01-01T12:00:00Z\"");
		fields.put(field, value);
		fields.put(otherField, otherValue);
		StringBuilder json = new StringBuilder("{");
		fields.forEach((name, text) -> json.append('"').append(name).append("\":").append(text).append(','));
		return json.deleteCharAt(json.length() - 1).append('}').toString();
	}

}
