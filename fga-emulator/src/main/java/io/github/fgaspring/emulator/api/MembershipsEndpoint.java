package io.github.fgaspring.emulator.api;

import java.time.Instant;
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
import io.github.fgaspring.emulator.model.Role;
import io.github.fgaspring.emulator.model.StateChanges;

/**
 * The memberships of a person or of an organization. The emulator always allows several
 * roles per membership, as an environment of WorkOS with multiple roles enabled does.
 */
final class MembershipsEndpoint {

	private final EmulatorState state;

	private final StateChanges changes;

	private final Lookup lookup;

	private final ApiObjects objects;

	MembershipsEndpoint(EmulatorState state, StateChanges changes) {
		this.state = state;
		this.changes = changes;
		this.lookup = new Lookup(state);
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

	ApiResponse create(ApiRequest request) {
		RequestBody body = RequestBody.of(request, "user_id", "organization_id", RequestedRoles.ONE,
				RequestedRoles.SEVERAL);
		String userId = body.text("user_id");
		String organizationId = body.text("organization_id");
		RequestedRoles requested = RequestedRoles.from(body).orDefault();
		this.lookup.user(userId);
		this.lookup.organization(organizationId);
		List<Role> roles = requested.resolve(this.state.accessModel(), organizationId);
		Membership membership = this.state.accounts()
			.findMembership(userId, organizationId)
			.map((existing) -> reactivate(existing, roles))
			.orElseGet(() -> create(userId, organizationId, roles));
		return ApiResponse.created(this.objects.membership(membership));
	}

	private Membership create(String userId, String organizationId, List<Role> roles) {
		Instant now = this.state.now();
		Membership membership = new Membership(this.state.newId("om"), userId, organizationId, MembershipStatus.ACTIVE,
				now, now);
		this.changes.create(membership, roles);
		return membership;
	}

	// WorkOS does not document its answer for a membership that is active already. Its
	// customers know this code.
	private Membership reactivate(Membership membership, List<Role> roles) {
		refusePending(membership, "cannot_reactivate_pending_organization_membership");
		if (membership.isActive()) {
			throw ApiException.conflict("organization_membership_already_exists",
					"The user has an active membership in the organization already.");
		}
		return this.changes.replaceRoles(membership.withStatus(MembershipStatus.ACTIVE, this.state.now()), roles);
	}

	ApiResponse get(ApiRequest request) {
		return ApiResponse.ok(this.objects.membership(membership(request)));
	}

	ApiResponse update(ApiRequest request) {
		RequestedRoles requested = RequestedRoles
			.from(RequestBody.of(request, RequestedRoles.ONE, RequestedRoles.SEVERAL));
		Membership membership = membership(request);
		List<Role> roles = requested.resolve(this.state.accessModel(), membership.organizationId());
		return ApiResponse
			.ok(this.objects.membership(roles.isEmpty() ? membership : this.changes.replaceRoles(membership, roles)));
	}

	ApiResponse delete(ApiRequest request) {
		this.changes.delete(membership(request));
		return ApiResponse.ok();
	}

	ApiResponse deactivate(ApiRequest request) {
		return changeStatus(request, MembershipStatus.INACTIVE, "cannot_deactivate_pending_organization_membership");
	}

	ApiResponse reactivate(ApiRequest request) {
		return changeStatus(request, MembershipStatus.ACTIVE, "cannot_reactivate_pending_organization_membership");
	}

	private ApiResponse changeStatus(ApiRequest request, MembershipStatus status, String codeForPending) {
		Membership membership = membership(request);
		refusePending(membership, codeForPending);
		if (membership.status() == status) {
			return ApiResponse.ok(this.objects.membership(membership));
		}
		Membership changed = membership.withStatus(status, this.state.now());
		this.changes.update(changed);
		return ApiResponse.ok(this.objects.membership(changed));
	}

	private static void refusePending(Membership membership, String code) {
		if (membership.status() == MembershipStatus.PENDING) {
			throw ApiException.badRequest(code, "The membership is pending.");
		}
	}

	private Membership membership(ApiRequest request) {
		return this.lookup.membership(request.pathVariable("id"));
	}

}
