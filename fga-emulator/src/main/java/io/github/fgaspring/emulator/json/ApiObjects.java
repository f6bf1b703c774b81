package io.github.fgaspring.emulator.json;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.fgaspring.emulator.model.AccessEvaluator;
import io.github.fgaspring.emulator.model.EmulatorState;
import io.github.fgaspring.emulator.model.Event;
import io.github.fgaspring.emulator.model.Group;
import io.github.fgaspring.emulator.model.GroupRoleAssignment;
import io.github.fgaspring.emulator.model.JwtTemplate;
import io.github.fgaspring.emulator.model.Membership;
import io.github.fgaspring.emulator.model.Organization;
import io.github.fgaspring.emulator.model.OrganizationDomain;
import io.github.fgaspring.emulator.model.Permission;
import io.github.fgaspring.emulator.model.Resource;
import io.github.fgaspring.emulator.model.ResourceKey;
import io.github.fgaspring.emulator.model.Role;
import io.github.fgaspring.emulator.model.RoleAssignment;
import io.github.fgaspring.emulator.model.Session;
import io.github.fgaspring.emulator.model.User;
import org.jspecify.annotations.Nullable;

/**
 * The objects of the API.
 */
public final class ApiObjects {

	private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'")
		.withZone(ZoneOffset.UTC);

	private final EmulatorState state;

	private final AccessEvaluator access;

	/**
	 * Creates an instance.
	 * @param state what the emulator knows
	 */
	public ApiObjects(EmulatorState state) {
		this.state = state;
		this.access = new AccessEvaluator(state);
	}

	private static @Nullable String timestamp(@Nullable Instant time) {
		return (time != null) ? TIMESTAMP.format(time) : null;
	}

	/**
	 * An organization.
	 * @param organization the organization
	 * @return the JSON object
	 */
	public Map<String, @Nullable Object> organization(Organization organization) {
		Map<String, @Nullable Object> json = object("organization", organization.id());
		json.put("name", organization.name());
		json.put("domains", organization.domains().stream().map((domain) -> domain(organization, domain)).toList());
		json.put("metadata", organization.metadata());
		json.put("external_id", organization.externalId());
		if (organization.stripeCustomerId() != null) {
			json.put("stripe_customer_id", organization.stripeCustomerId());
		}
		json.put("allow_profiles_outside_organization", organization.allowsOutsideProfiles());
		return putTimestamps(json, organization.createdAt(), organization.updatedAt());
	}

	private static Map<String, @Nullable Object> domain(Organization organization, OrganizationDomain domain) {
		Map<String, @Nullable Object> json = object("organization_domain", domain.id());
		json.put("organization_id", organization.id());
		json.put("domain", domain.domain());
		json.put("state", domain.state());
		json.put("verification_strategy", "manual");
		return putTimestamps(json, organization.createdAt(), organization.updatedAt());
	}

	/**
	 * A person.
	 * @param user the person
	 * @return the JSON object
	 */
	public Map<String, @Nullable Object> user(User user) {
		Map<String, @Nullable Object> json = object("user", user.id());
		json.put("email", user.email());
		json.put("email_verified", user.profile().emailVerified());
		json.put("first_name", user.profile().firstName());
		json.put("last_name", user.profile().lastName());
		json.put("name", user.profile().name());
		json.put("profile_picture_url", null);
		json.put("external_id", user.profile().externalId());
		json.put("metadata", user.profile().metadata());
		json.put("last_sign_in_at", timestamp(user.lastSignInAt()));
		json.put("locale", user.profile().locale());
		return putTimestamps(json, user.createdAt(), user.updatedAt());
	}

	/**
	 * A membership with its roles and its person.
	 * @param membership the membership
	 * @return the JSON object
	 */
	public Map<String, @Nullable Object> membership(Membership membership) {
		Map<String, @Nullable Object> json = membershipWithoutRoles(membership);
		List<Map<String, String>> roles = this.access.ownOrganizationRoles(membership)
			.stream()
			.map(ApiObjects::slimRole)
			.toList();
		json.put("role", roles.get(0));
		json.put("roles", roles);
		return json;
	}

	/**
	 * A membership with its person.
	 * @param membership the membership
	 * @return the JSON object
	 */
	public Map<String, @Nullable Object> membershipWithoutRoles(Membership membership) {
		Map<String, @Nullable Object> json = membershipOnly(membership);
		this.state.accounts().users().find(membership.userId()).ifPresent((user) -> json.put("user", user(user)));
		return json;
	}

	/**
	 * A membership without its roles and its person.
	 * @param membership the membership
	 * @return the JSON object
	 */
	public Map<String, @Nullable Object> membershipOnly(Membership membership) {
		Map<String, @Nullable Object> json = object("organization_membership", membership.id());
		json.put("user_id", membership.userId());
		json.put("organization_id", membership.organizationId());
		json.put("status", membership.status().slug());
		json.put("directory_managed", false);
		this.state.accounts()
			.organizations()
			.find(membership.organizationId())
			.ifPresent((organization) -> json.put("organization_name", organization.name()));
		json.put("custom_attributes", Map.of());
		return putTimestamps(json, membership.createdAt(), membership.updatedAt());
	}

	/**
	 * A permission.
	 * @param permission the permission
	 * @return the JSON object
	 */
	public Map<String, @Nullable Object> permission(Permission permission) {
		Map<String, @Nullable Object> json = object("permission", permission.id());
		json.put("slug", permission.slug());
		json.put("name", permission.name());
		json.put("description", permission.description());
		json.put("system", false);
		json.put("resource_type_slug", permission.resourceType());
		return putTimestamps(json, permission.createdAt(), permission.updatedAt());
	}

	/**
	 * A role of the environment or of an organization.
	 * @param role the role
	 * @return the JSON object
	 */
	public Map<String, @Nullable Object> role(Role role) {
		Map<String, @Nullable Object> json = object("role", role.id());
		json.put("slug", role.slug());
		json.put("name", role.name());
		json.put("description", role.description());
		json.put("type", (role.organizationId() != null) ? "OrganizationRole" : "EnvironmentRole");
		json.put("resource_type_slug", role.resourceType());
		json.put("permissions", List.copyOf(role.permissions()));
		return putTimestamps(json, role.createdAt(), role.updatedAt());
	}

	/**
	 * A resource.
	 * @param resource the resource
	 * @return the JSON object
	 */
	public Map<String, @Nullable Object> resource(Resource resource) {
		Map<String, @Nullable Object> json = object("authorization_resource", resource.id());
		json.put("external_id", resource.key().externalId());
		json.put("resource_type_slug", resource.key().type());
		json.put("organization_id", resource.key().organizationId());
		ResourceKey parent = resource.parent();
		json.put("parent_resource_id",
				(parent != null) ? this.state.resources().find(parent).map(Resource::id).orElse(null) : null);
		json.put("name", resource.name());
		json.put("description", resource.description());
		return putTimestamps(json, resource.createdAt(), resource.updatedAt());
	}

	/**
	 * A role that a membership holds.
	 * @param assignment the assignment
	 * @return the JSON object
	 */
	public Map<String, @Nullable Object> roleAssignment(RoleAssignment assignment) {
		Map<String, @Nullable Object> source = new LinkedHashMap<>();
		source.put("type", assignment.isDirect() ? "direct" : "group");
		source.put("group_role_assignment_id", assignment.groupRoleAssignmentId());
		Map<String, @Nullable Object> json = object("role_assignment", assignment.id());
		json.put("organization_membership_id", assignment.membershipId());
		json.put("role", slimRole(assignment.role()));
		json.put("resource", slimResource(assignment.resource()));
		json.put("source", source);
		return putTimestamps(json, assignment.createdAt(), assignment.createdAt());
	}

	/**
	 * A group.
	 * @param group the group
	 * @return the JSON object
	 */
	public Map<String, @Nullable Object> group(Group group) {
		Map<String, @Nullable Object> json = object("group", group.id());
		json.put("organization_id", group.organizationId());
		json.put("name", group.name());
		json.put("description", group.description());
		return putTimestamps(json, group.createdAt(), group.updatedAt());
	}

	/**
	 * A role that the members of a group hold.
	 * @param assignment the assignment
	 * @return the JSON object
	 */
	public Map<String, @Nullable Object> groupRoleAssignment(GroupRoleAssignment assignment) {
		Map<String, @Nullable Object> json = object("group_role_assignment", assignment.id());
		json.put("group_id", assignment.groupId());
		json.put("role", slimRole(assignment.role()));
		json.put("resource", slimResource(assignment.resource()));
		return putTimestamps(json, assignment.createdAt(), assignment.createdAt());
	}

	/**
	 * A session.
	 * @param session the session
	 * @return the JSON object
	 */
	public Map<String, @Nullable Object> session(Session session) {
		Map<String, @Nullable Object> json = object("session", session.id());
		json.put("user_id", session.userId());
		if (session.organizationId() != null) {
			json.put("organization_id", session.organizationId());
		}
		json.put("auth_method", session.method());
		json.put("status", status(session));
		json.put("ip_address", null);
		json.put("user_agent", null);
		json.put("expires_at", timestamp(session.expiresAt()));
		json.put("ended_at", timestamp(session.revokedAt()));
		return putTimestamps(json, session.createdAt(), session.updatedAt());
	}

	private String status(Session session) {
		if (session.revokedAt() != null) {
			return "revoked";
		}
		return session.isActive(this.state.now()) ? "active" : "expired";
	}

	/**
	 * The JWT template of the environment.
	 * @param template the template
	 * @return the JSON object
	 */
	public static Map<String, @Nullable Object> jwtTemplate(JwtTemplate template) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("object", "jwt_template");
		json.put("content", template.content());
		return putTimestamps(json, template.createdAt(), template.updatedAt());
	}

	/**
	 * An event.
	 * @param event the event
	 * @return the JSON object
	 */
	public Map<String, @Nullable Object> event(Event event) {
		Map<String, @Nullable Object> json = object("event", event.id());
		json.put("event", event.type());
		json.put("data", event.data());
		json.put("created_at", timestamp(event.createdAt()));
		return json;
	}

	private static Map<String, String> slimRole(String slug) {
		return Map.of("slug", slug);
	}

	private Map<String, String> slimResource(ResourceKey key) {
		Map<String, String> json = new LinkedHashMap<>();
		this.state.resources().find(key).ifPresent((resource) -> json.put("id", resource.id()));
		json.put("external_id", key.externalId());
		json.put("resource_type_slug", key.type());
		return json;
	}

	private static Map<String, @Nullable Object> object(String type, String id) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("object", type);
		json.put("id", id);
		return json;
	}

	private static Map<String, @Nullable Object> putTimestamps(Map<String, @Nullable Object> json, Instant createdAt,
			Instant updatedAt) {
		json.put("created_at", timestamp(createdAt));
		json.put("updated_at", timestamp(updatedAt));
		return json;
	}

}
