package io.github.fgaspring.emulator.api;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.github.fgaspring.emulator.http.ApiException;
import io.github.fgaspring.emulator.http.ApiRequest;
import io.github.fgaspring.emulator.http.ApiResponse;
import io.github.fgaspring.emulator.json.ApiObjects;
import io.github.fgaspring.emulator.model.EmulatorState;
import io.github.fgaspring.emulator.model.Membership;
import io.github.fgaspring.emulator.model.MembershipStatus;

/**
 * The memberships of a person or of an organization.
 */
final class MembershipsEndpoint {

	private final EmulatorState state;

	private final ApiObjects objects;

	MembershipsEndpoint(EmulatorState state) {
		this.state = state;
		this.objects = new ApiObjects(state);
	}

	// WorkOS does not document its answer for a person or an organization that does not
	// exist. Here the list is empty, which grants as little as an error would.
	ApiResponse list(ApiRequest request) {
		PageRequest page = PageRequest.from(request, "user_id", "organization_id", "statuses");
		Optional<String> userId = request.queryParameter("user_id");
		Optional<String> organizationId = request.queryParameter("organization_id");
		if (userId.isEmpty() && organizationId.isEmpty()) {
			throw ApiException.badRequest("missing_user_id_or_organization_id",
					"At least one of user_id and organization_id is required.");
		}
		Set<MembershipStatus> statuses = statuses(request);
		List<Membership> memberships = this.state.accounts().memberships().all();
		return ApiResponse.ok(page.slice(memberships, Membership::id,
				(membership) -> userId.map(membership.userId()::equals).orElse(true)
						&& organizationId.map(membership.organizationId()::equals).orElse(true)
						&& statuses.contains(membership.status()))
			.toJson(this.objects::membership));
	}

	private static Set<MembershipStatus> statuses(ApiRequest request) {
		Set<MembershipStatus> statuses = EnumSet.noneOf(MembershipStatus.class);
		for (String slug : request.queryParameter("statuses").orElse(MembershipStatus.ACTIVE.slug()).split(",", -1)) {
			statuses.add(MembershipStatus.find(slug)
				.orElseThrow(() -> ApiException.unprocessable("Validation failed: statuses must be any of %s."
					.formatted(String.join(", ", MembershipStatus.slugs())))));
		}
		return statuses;
	}

}
