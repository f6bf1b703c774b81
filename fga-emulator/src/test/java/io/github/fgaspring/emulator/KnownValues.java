package io.github.fgaspring.emulator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

import tools.jackson.databind.JsonNode;

/**
 * The strings that answers had in their fields, so that later requests can name what is
 * there.
 */
final class KnownValues {

	private static final int MAX_VALUES = 300;

	// What the ids begin with that a field or a path variable takes.
	private static final Map<String, String> PREFIXES = Map.of("organization_id", "org_", "user_id", "user_",
			"membership_id", "om_", "organization_membership_id", "om_", "group_id", "group_", "role_assignment_id",
			"gra_", "resource_id", "authz_resource_", "parent_resource_id", "authz_resource_", "session_id",
			"session_");

	private final RandomGenerator random;

	private final Map<String, List<String>> byField = new LinkedHashMap<>();

	KnownValues(RandomGenerator random) {
		this.random = random;
	}

	void add(String field, String value) {
		List<String> values = this.byField.computeIfAbsent(field, (name) -> new ArrayList<>());
		if (!values.contains(value)) {
			if (values.size() < MAX_VALUES) {
				values.add(value);
			}
			else {
				values.set(this.random.nextInt(MAX_VALUES), value);
			}
		}
	}

	/**
	 * Remember what an answer has in it, under the names of the fields and, as
	 * {@code role_slug}, also under the kind of object that has them.
	 * @param node the answer or a part of it
	 */
	void addAll(JsonNode node) {
		String object = node.path("object").asString("");
		node.properties().forEach((field) -> {
			if (field.getValue().isString()) {
				add(field.getKey(), field.getValue().stringValue());
				add(object + "_" + field.getKey(), field.getValue().stringValue());
			}
			addAll(field.getValue());
		});
		if (node.isArray()) {
			node.values().forEach(this::addAll);
		}
	}

	/**
	 * A value that may fit a field or a path variable.
	 * @param field the name of the field
	 * @return the value
	 */
	String any(String field) {
		List<String> fitting = values(field);
		List<String> candidates = (fitting.isEmpty() || this.random.nextInt(8) == 0) ? values("id") : fitting;
		return candidates.isEmpty() ? "none" : candidates.get(this.random.nextInt(candidates.size()));
	}

	private List<String> values(String field) {
		String singular = switch (field) {
			case "permissions" -> "permission_slug";
			case "role_slugs" -> "role_slug";
			default -> field;
		};
		List<String> values = new ArrayList<>(this.byField.getOrDefault(singular, List.of()));
		String prefix = PREFIXES.get(field);
		if (prefix != null) {
			this.byField.getOrDefault("id", List.of())
				.stream()
				.filter((id) -> id.startsWith(prefix) || id.startsWith(field.replaceAll("id$", "")))
				.forEach(values::add);
		}
		return values;
	}

}
