package io.github.fgaspring.emulator.api;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.fgaspring.emulator.model.EmulatorState;
import io.github.fgaspring.emulator.model.Membership;
import io.github.fgaspring.emulator.model.Organization;
import io.github.fgaspring.emulator.model.User;
import org.jspecify.annotations.Nullable;

/**
 * What the emulator knows in the form that the API gives it.
 */
final class ApiObjects {

	private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'")
		.withZone(ZoneOffset.UTC);

	private final EmulatorState state;

	ApiObjects(EmulatorState state) {
		this.state = state;
	}

	Map<String, @Nullable Object> membership(Membership membership) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("object", "organization_membership");
		json.put("id", membership.id());
		json.put("user_id", membership.userId());
		json.put("organization_id", membership.organizationId());
		json.put("status", membership.status().slug());
		json.put("directory_managed", false);
		Organization organization = this.state.accounts().organizations().get(membership.organizationId());
		if (organization != null) {
			json.put("organization_name", organization.name());
		}
		json.put("custom_attributes", Map.of());
		List<Map<String, String>> roles = membership.roles().stream().map((slug) -> Map.of("slug", slug)).toList();
		json.put("role", roles.get(0));
		json.put("roles", roles);
		User user = this.state.accounts().users().get(membership.userId());
		if (user != null) {
			json.put("user", user(user));
		}
		putTimestamps(json, membership.createdAt());
		return json;
	}

	private static Map<String, @Nullable Object> user(User user) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("object", "user");
		json.put("id", user.id());
		json.put("email", user.email());
		json.put("email_verified", true);
		json.put("first_name", null);
		json.put("last_name", null);
		json.put("name", null);
		json.put("profile_picture_url", null);
		json.put("external_id", user.externalId());
		json.put("metadata", Map.of());
		json.put("last_sign_in_at", null);
		json.put("locale", null);
		putTimestamps(json, user.createdAt());
		return json;
	}

	private static void putTimestamps(Map<String, @Nullable Object> json, Instant createdAt) {
		json.put("created_at", TIMESTAMP.format(createdAt));
		json.put("updated_at", TIMESTAMP.format(createdAt));
	}

}
