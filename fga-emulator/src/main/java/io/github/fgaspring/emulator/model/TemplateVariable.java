package io.github.fgaspring.emulator.model;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The way to a value in the objects that a JWT template knows.
 */
final class TemplateVariable {

	private static final String ANY = "*";

	// What the documentation of JWT templates shows. An asterisk stands for a key or a
	// place in a list.
	private static final List<String> TEXTS = List.of("user.id", "user.object", "user.email", "user.email_verified",
			"user.first_name", "user.last_name", "user.name", "user.profile_picture_url", "user.external_id",
			"user.locale", "user.created_at", "user.updated_at", "user.metadata.*", "organization.id",
			"organization.object", "organization.name", "organization.external_id", "organization.stripe_customer_id",
			"organization.allow_profiles_outside_organization", "organization.created_at", "organization.updated_at",
			"organization.metadata.*", "organization.domains.*.id", "organization.domains.*.object",
			"organization.domains.*.organization_id", "organization.domains.*.domain", "organization.domains.*.state",
			"organization_membership.id", "organization_membership.custom_attributes.*");

	private static final List<String> OBJECTS = List.of("user", "user.metadata", "organization",
			"organization.metadata", "organization.domains", "organization.domains.*",
			"organization_membership.custom_attributes");

	private final List<String> path;

	private final boolean object;

	private TemplateVariable(List<String> path, boolean object) {
		this.path = path;
		this.object = object;
	}

	/**
	 * Read the name of a variable.
	 * @param name the name, such as {@code user.metadata.language}
	 * @return the variable
	 * @throws IllegalArgumentException if there is no variable of this name
	 */
	static TemplateVariable parse(String name) {
		List<String> path = List.of(name.split("\\.", -1));
		boolean object = matchesAny(OBJECTS, path);
		if (!object && !matchesAny(TEXTS, path)) {
			throw new IllegalArgumentException("there is no variable '%s'; write one of: %s, %s".formatted(name,
					String.join(", ", TEXTS), String.join(", ", OBJECTS)));
		}
		return new TemplateVariable(path, object);
	}

	private static boolean matchesAny(List<String> names, List<String> path) {
		return names.stream().anyMatch((name) -> matches(name.split("\\."), path));
	}

	private static boolean matches(String[] name, List<String> path) {
		if (name.length != path.size()) {
			return false;
		}
		for (int i = 0; i < name.length; i++) {
			if (!name[i].equals(ANY) ? !name[i].equals(path.get(i)) : path.get(i).isEmpty()) {
				return false;
			}
		}
		return true;
	}

	boolean isObject() {
		return this.object;
	}

	@Nullable Object resolve(Map<String, ?> context) {
		Object value = context;
		for (String key : this.path) {
			value = step(value, key);
		}
		return value;
	}

	private static @Nullable Object step(@Nullable Object value, String key) {
		if (value instanceof Map<?, ?> map) {
			return map.get(key);
		}
		if (value instanceof List<?> list && key.matches("\\d{1,9}") && Integer.parseInt(key) < list.size()) {
			return list.get(Integer.parseInt(key));
		}
		return null;
	}

	@Override
	public String toString() {
		return String.join(".", this.path);
	}

}
