package io.github.fgaspring.emulator.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;

/**
 * The objects of the contract. Compares answers with them.
 */
final class ContractObjects {

	private static final Pattern TIMESTAMP = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");

	private static final Field LIST_OBJECT = new Field("object", "string", true, List.of("list"));

	private static final Map<String, String> CURSORS = Map.of("page", "PageCursors", "log", "LogCursor");

	private final Map<String, Map<String, Field>> objects;

	ContractObjects(Map<String, Map<String, Field>> objects) {
		this.objects = objects;
	}

	Set<String> names() {
		return this.objects.keySet();
	}

	/**
	 * The types that fields have, without what makes lists and the like of them.
	 * @return the types
	 */
	Set<String> fieldTypes() {
		return this.objects.values()
			.stream()
			.flatMap((fields) -> fields.values().stream())
			.map((field) -> field.type().replaceAll("\\|null|\\W", ""))
			.collect(Collectors.toSet());
	}

	/**
	 * Compare an answer with what it should be.
	 * @param answer the answer
	 * @param expected a type, or a page, list or log of a type
	 * @return what differs, each with its place in the answer
	 */
	List<String> deviations(JsonNode answer, String expected) {
		List<String> deviations = new ArrayList<>();
		String[] words = expected.split(" of ");
		if (words.length == 1) {
			compare("$", answer, expected, deviations);
		}
		else {
			compareFields("$", answer, list(words[0], words[1]), deviations);
		}
		return deviations;
	}

	private static List<Field> list(String kind, String type) {
		List<Field> fields = new ArrayList<>(
				List.of(LIST_OBJECT, new Field("data", "[" + type + "]", true, List.of())));
		if (CURSORS.containsKey(kind)) {
			fields.add(new Field("list_metadata", CURSORS.get(kind), true, List.of()));
		}
		return fields;
	}

	private void compare(String place, JsonNode value, String type, List<String> deviations) {
		if (type.endsWith("|null")) {
			if (!value.isNull()) {
				compare(place, value, type.substring(0, type.length() - "|null".length()), deviations);
			}
		}
		else if (type.startsWith("[")) {
			compareElements(place, value, type.substring(1, type.length() - 1), deviations);
		}
		else if (type.startsWith("{")) {
			compareMembers(place, value, type.substring(1, type.length() - 1), deviations);
		}
		else if (this.objects.containsKey(type)) {
			compareFields(place, value, List.copyOf(this.objects.get(type).values()), deviations);
		}
		else if (!isScalar(value, type)) {
			deviations.add("%s is not a %s: %s".formatted(place, type, value));
		}
	}

	private static boolean isScalar(JsonNode value, String type) {
		return switch (type) {
			case "string" -> value.isString();
			case "timestamp" -> value.isString() && TIMESTAMP.matcher(value.stringValue()).matches();
			case "boolean" -> value.isBoolean();
			case "integer" -> value.isIntegralNumber();
			case "object" -> value.isObject();
			default -> throw new IllegalArgumentException("The tables have no object '" + type + "'");
		};
	}

	private void compareElements(String place, JsonNode array, String type, List<String> deviations) {
		if (!array.isArray()) {
			deviations.add("%s is not a list: %s".formatted(place, array));
			return;
		}
		for (int i = 0; i < array.size(); i++) {
			compare(place + "[" + i + "]", array.get(i), type, deviations);
		}
	}

	private void compareMembers(String place, JsonNode object, String type, List<String> deviations) {
		if (!object.isObject()) {
			deviations.add("%s is not an object: %s".formatted(place, object));
			return;
		}
		object.properties()
			.forEach((member) -> compare(place + "." + member.getKey(), member.getValue(), type, deviations));
	}

	private void compareFields(String place, JsonNode object, List<Field> fields, List<String> deviations) {
		if (!object.isObject()) {
			deviations.add("%s is not an object: %s".formatted(place, object));
			return;
		}
		for (Field field : fields) {
			String fieldPlace = place + "." + field.name();
			JsonNode value = object.get(field.name());
			if (value != null) {
				compare(fieldPlace, value, field.type(), deviations);
				compareValue(fieldPlace, value, field.values(), deviations);
			}
			else if (field.isRequired()) {
				deviations.add(fieldPlace + " is missing");
			}
		}
		List<String> names = fields.stream().map(Field::name).toList();
		object.propertyNames()
			.stream()
			.filter((name) -> !names.contains(name))
			.forEach((name) -> deviations.add("%s.%s is not in the contract".formatted(place, name)));
	}

	private static void compareValue(String place, JsonNode value, List<String> values, List<String> deviations) {
		if (!values.isEmpty() && value.isString() && !values.contains(value.stringValue())) {
			deviations.add("%s is '%s', not one of %s".formatted(place, value.stringValue(), values));
		}
	}

}
