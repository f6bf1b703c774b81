package io.github.fgaspring.emulator.event;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.fgaspring.emulator.json.ApiObjects;
import io.github.fgaspring.emulator.model.EmulatorState;
import io.github.fgaspring.emulator.model.Group;
import io.github.fgaspring.emulator.model.Membership;
import io.github.fgaspring.emulator.model.Organization;
import io.github.fgaspring.emulator.model.PasswordAttempt;
import io.github.fgaspring.emulator.model.Permission;
import io.github.fgaspring.emulator.model.Role;
import io.github.fgaspring.emulator.model.Session;
import io.github.fgaspring.emulator.model.User;
import org.jspecify.annotations.Nullable;

/**
 * What events carry. Some of it is as in the API, some has other fields.
 */
final class EventObjects {

	private static final List<String> ROLE_FIELDS = List.of("object", "slug", "resource_type_slug", "permissions",
			"created_at", "updated_at");

	private static final List<String> ORGANIZATION_ROLE_FIELDS = List.of("object", "slug", "name", "description",
			"resource_type_slug", "permissions", "created_at", "updated_at");

	private final ApiObjects objects;

	EventObjects(EmulatorState state) {
		this.objects = new ApiObjects(state);
	}

	Map<String, @Nullable Object> organization(Organization organization) {
		Map<String, @Nullable Object> json = this.objects.organization(organization);
		json.remove("allow_profiles_outside_organization");
		return json;
	}

	Map<String, @Nullable Object> user(User user) {
		return this.objects.user(user);
	}

	Map<String, @Nullable Object> membership(Membership membership) {
		Map<String, @Nullable Object> json = this.objects.membership(membership);
		json.remove("user");
		json.remove("organization_name");
		return json;
	}

	Map<String, @Nullable Object> permission(Permission permission) {
		return this.objects.permission(permission);
	}

	Map<String, @Nullable Object> role(Role role) {
		Map<String, @Nullable Object> json = this.objects.role(role);
		json.keySet().retainAll((role.organizationId() != null) ? ORGANIZATION_ROLE_FIELDS : ROLE_FIELDS);
		if (role.organizationId() != null) {
			json.put("object", "organization_role");
			json.put("organization_id", role.organizationId());
		}
		return json;
	}

	Map<String, @Nullable Object> group(Group group) {
		return this.objects.group(group);
	}

	Map<String, @Nullable Object> groupMember(Group group, String membershipId) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("group_id", group.id());
		json.put("organization_membership_id", membershipId);
		return json;
	}

	Map<String, @Nullable Object> session(Session session) {
		return this.objects.session(session);
	}

	Map<String, @Nullable Object> passwordAttempt(PasswordAttempt attempt) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("type", "password");
		json.put("status", attempt.isRight() ? "succeeded" : "failed");
		json.put("ip_address", attempt.ipAddress());
		json.put("user_agent", attempt.userAgent());
		json.put("user_id", attempt.userId());
		json.put("email", attempt.email());
		if (!attempt.isRight()) {
			json.put("error", Map.of("code", PasswordAttempt.ERROR_CODE, "message", PasswordAttempt.ERROR_MESSAGE));
		}
		return json;
	}

}
