package io.github.fgaspring.redis;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import io.github.fgaspring.decision.FgaScope;
import io.github.fgaspring.decision.ResourceReference;
import io.github.fgaspring.revocation.LiveChange;
import io.github.fgaspring.revocation.LiveChange.Kind;
import org.jspecify.annotations.Nullable;

/**
 * How changes are written in the stream: as entries with always the same fields, which
 * Redis stores without their names. {@code id} and {@code in} are empty where a scope
 * does not have them. A version that is not known is not read.
 */
final class ChangeFormat {

	static final String VERSION = "1";

	private static final Set<String> FIELDS = Set.of("v", "kind", "scope", "id", "in", "time");

	private static final Pattern TIME = Pattern.compile("[0-9]{1,14}");

	private static final Instant LATEST = Instant.ofEpochMilli(99_999_999_999_999L);

	/**
	 * More than any token can hold.
	 */
	private static final int MAX_ID_LENGTH = 10_000;

	private ChangeFormat() {
	}

	/**
	 * Writes a change.
	 * @return the fields, or {@code null} for a change that concerns nothing that can be
	 * known
	 */
	static @Nullable Map<String, String> write(LiveChange change) {
		FgaScope scope = change.scope();
		if (scope instanceof FgaScope.Session session) {
			return write(change, "session", session.id(), "");
		}
		if (scope instanceof FgaScope.User user) {
			return write(change, "user", user.id(), "");
		}
		if (scope instanceof FgaScope.Membership membership) {
			return write(change, "membership", membership.id(), "");
		}
		if (scope instanceof FgaScope.UserInOrganization user) {
			return write(change, "user-in-organization", user.userId(), user.organizationId());
		}
		if (scope instanceof FgaScope.Organization organization) {
			return write(change, "organization", organization.id(), "");
		}
		if (scope instanceof FgaScope.Resource resource) {
			return write(change, resource.resource());
		}
		return write(change, "everything", "", "");
	}

	private static @Nullable Map<String, String> write(LiveChange change, ResourceReference resource) {
		if (resource.isResolved() && resource instanceof ResourceReference.External external) {
			return write(change, "resource", String.valueOf(external.externalId()), String.valueOf(external.type()));
		}
		if (resource.isResolved() && resource instanceof ResourceReference.Id id) {
			return write(change, "resource-id", String.valueOf(id.resourceId()), "");
		}
		return null;
	}

	private static Map<String, String> write(LiveChange change, String scope, String id, String in) {
		return Map.of("v", VERSION, "kind", change.kind().name().toLowerCase(Locale.ROOT), "scope", scope, "id", id,
				"in", in, "time", Long.toString(millis(change.time())));
	}

	/**
	 * As near as can be read.
	 */
	private static long millis(Instant time) {
		if (time.isAfter(LATEST)) {
			return LATEST.toEpochMilli();
		}
		return time.isBefore(Instant.EPOCH) ? 0 : time.toEpochMilli();
	}

	/**
	 * Reads a change.
	 * @param entry the fields
	 * @return the change, or {@code null} if it makes no sense to this version
	 */
	static @Nullable LiveChange read(Map<String, String> entry) {
		if (!entry.keySet().equals(FIELDS) || !VERSION.equals(entry.get("v"))) {
			return null;
		}
		Kind kind = kind(entry.getOrDefault("kind", ""));
		FgaScope scope = scope(entry.getOrDefault("scope", ""), entry.getOrDefault("id", ""),
				entry.getOrDefault("in", ""));
		String time = entry.getOrDefault("time", "");
		return (kind != null && scope != null && TIME.matcher(time).matches())
				? new LiveChange(kind, scope, Instant.ofEpochMilli(Long.parseLong(time))) : null;
	}

	private static @Nullable Kind kind(String name) {
		return switch (name) {
			case "ended" -> Kind.ENDED;
			case "revoked" -> Kind.REVOKED;
			case "outdated" -> Kind.OUTDATED;
			case "evicted" -> Kind.EVICTED;
			default -> null;
		};
	}

	private static @Nullable FgaScope scope(String name, String id, String in) {
		if (id.length() > MAX_ID_LENGTH || in.length() > MAX_ID_LENGTH) {
			return null;
		}
		boolean hasId = !id.isBlank();
		boolean only = hasId && in.isEmpty();
		boolean both = hasId && !in.isBlank();
		return switch (name) {
			case "session" -> only ? FgaScope.session(id) : null;
			case "user" -> only ? FgaScope.user(id) : null;
			case "membership" -> only ? FgaScope.membership(id) : null;
			case "user-in-organization" -> both ? FgaScope.userInOrganization(id, in) : null;
			case "organization" -> only ? FgaScope.organization(id) : null;
			case "resource" -> both ? resource(ResourceReference.external(in, id)) : null;
			case "resource-id" -> only ? resource(ResourceReference.id(id)) : null;
			case "everything" -> (id.isEmpty() && in.isEmpty()) ? FgaScope.everything() : null;
			default -> null;
		};
	}

	private static @Nullable FgaScope resource(ResourceReference resource) {
		return resource.isResolved() ? FgaScope.resource(resource) : null;
	}

}
