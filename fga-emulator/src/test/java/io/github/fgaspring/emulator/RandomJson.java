package io.github.fgaspring.emulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes request bodies: some that are right, more that are nearly right, some that are
 * not even JSON.
 */
final class RandomJson {

	private static final List<String> ODD_VALUES = List.of("null", "true", "0", "-1", "1e400", "9".repeat(40),
			"9".repeat(1200), "0.1", "[]", "{}", "[null]", "[[\"a\"]]", "{\"a\":{\"b\":[1]}}", "\"\"", "\" \"",
			"\"\\u0000\"", "\"\\ud800\"", "\"a\\udc00b\"", "\"\\ud83d\\ude00\"", "\"ключ-鍵\"",
			"\"" + "x".repeat(49) + "\"", "\"" + "y".repeat(129) + "\"", "\"" + "z".repeat(5000) + "\"", "\"{id}\"",
			"\"../..\"", "\"a@b.test\"", "\"2026-11-01T12:00:00.000Z\"", "NaN");

	private static final List<String> SCALARS = List.of("true", "false", "0", "1", "60", "200", "503", "-1",
			"2147483648", "9223372036854775807", "-9223372036854775808");

	private static final List<String> OBJECTS = List.of("{}", "{\"a\":\"b\"}", "{\"a\":null,\"b\":[1,{}]}",
			"{\"exp\":\"x\",\"iat\":-1,\"sub\":{}}", "{\"X-Odd\":\"a\\r\\nb\"}", "{\"\":\"\"}");

	private static final List<String> ODD_BODIES = List.of("", " ", "null", "[]", "\"text\"", "1", "{", "{\"a\"",
			"{\"a\":1,}", "{'a':1}", "{\"a\":1}{\"b\":2}", "\u0000\u0000\u0000{", "\ufeff{}", "[".repeat(100_000),
			"{\"a\":".repeat(2000), "{\"a\":" + "[".repeat(900) + "]".repeat(900) + "}", "// comment", "<a/>",
			"a=b&c=d");

	private final RandomGenerator random;

	private final KnownValues known;

	private int count;

	RandomJson(RandomGenerator random, KnownValues known) {
		this.random = random;
		this.known = known;
	}

	/**
	 * A body.
	 * @param fields the fields that the endpoint is known to take
	 * @param required those that it is known to need
	 * @param others fields of other endpoints
	 * @return the bytes
	 */
	byte[] body(Collection<String> fields, Collection<String> required, List<String> others) {
		int kind = this.random.nextInt(20);
		if (kind == 0) {
			return pick(ODD_BODIES).getBytes(StandardCharsets.UTF_8);
		}
		byte[] json = object(fields, required, (kind == 1) ? others : List.of()).getBytes(StandardCharsets.UTF_8);
		return (kind == 2) ? damage(json) : json;
	}

	private String object(Collection<String> fields, Collection<String> required, List<String> others) {
		// Many fields exclude others, so that a body with few of them is right more often
		// than one with all.
		int share = this.random.nextInt(5);
		List<String> names = new ArrayList<>(fields.stream()
			.filter((field) -> required.contains(field) ? this.random.nextInt(20) > 0 : this.random.nextInt(6) < share)
			.toList());
		if (!others.isEmpty()) {
			names.add(pick(others));
		}
		if (!names.isEmpty() && this.random.nextInt(30) == 0) {
			names.add(pick(names));
		}
		// One field at a time, or the checks of the others would never be reached.
		String odd = (names.isEmpty() || this.random.nextBoolean()) ? "" : pick(names);
		return names.stream()
			.map((name) -> "\"%s\":%s".formatted(name, name.equals(odd) ? oddValue() : likelyValue(name)))
			.collect(Collectors.joining(",", "{", "}"));
	}

	private String oddValue() {
		return switch (this.random.nextInt(6)) {
			case 0 -> pick(SCALARS);
			case 1 -> pick(OBJECTS);
			case 2 -> "[" + pick(ODD_VALUES) + "," + pick(SCALARS) + "]";
			default -> pick(ODD_VALUES);
		};
	}

	private String likelyValue(String field) {
		if (field.endsWith("s") && !field.endsWith("status")) {
			return IntStream.range(0, this.random.nextInt(4))
				.mapToObj((i) -> element(field))
				.collect(Collectors.joining(",", "[", "]"));
		}
		return switch (this.random.nextInt(4)) {
			case 0 -> quote("new-" + this.count++);
			case 1 ->
				quote(field.equals("email") ? "new-%d@acme.test".formatted(this.count++) : "org-new-" + this.count++);
			default -> quote(this.known.any(field));
		};
	}

	private String element(String field) {
		return field.endsWith("assignments")
				? object(List.of("role_slug", "resource_external_id", "resource_type_slug"), List.of("role_slug"),
						List.of())
				: quote(this.known.any(field));
	}

	private byte[] damage(byte[] json) {
		int place = this.random.nextInt(json.length);
		if (this.random.nextBoolean()) {
			return Arrays.copyOf(json, place);
		}
		byte[] damaged = json.clone();
		damaged[place] = (byte) this.random.nextInt(256);
		return damaged;
	}

	private <T> T pick(List<T> list) {
		return list.get(this.random.nextInt(list.size()));
	}

	private static String quote(String text) {
		return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
	}

}
