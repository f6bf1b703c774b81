package io.github.fgaspring.emulator.api;

import java.util.List;
import java.util.Optional;

import io.github.fgaspring.emulator.http.ApiRequest;

/**
 * What a request says about a role of a group.
 *
 * @param role the slug of the role
 * @param target the resource, or empty for the organization itself
 */
record RoleGrant(String role, Optional<ResourceTarget> target) {

	private static final String GRANTS = "role_assignments";

	private static final String ROLE = "role_slug";

	private static final String[] FIELDS = { ROLE, ResourceTarget.ID, ResourceTarget.EXTERNAL_ID, ResourceTarget.TYPE };

	private static final int MAX_GRANTS = 100;

	static RoleGrant from(ApiRequest request) {
		return from(RequestBody.of(request, FIELDS));
	}

	static List<RoleGrant> listFrom(ApiRequest request) {
		List<RequestBody> grants = RequestBody.of(request, GRANTS).objects(GRANTS, FIELDS);
		if (grants.size() > MAX_GRANTS) {
			throw RequestBody.invalid(GRANTS, "must have at most " + MAX_GRANTS + " elements");
		}
		// Within the list, and only there, null is as good as a field that is left out.
		return grants.stream().map(RequestBody::withoutNulls).map(RoleGrant::from).toList();
	}

	private static RoleGrant from(RequestBody body) {
		return new RoleGrant(body.text(ROLE), ResourceTarget.optional(body));
	}

}
