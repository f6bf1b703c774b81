package io.github.fgaspring.emulator.api;

import java.util.Optional;
import java.util.Set;

import io.github.fgaspring.emulator.http.ApiRequest;
import io.github.fgaspring.emulator.http.ApiResponse;
import io.github.fgaspring.emulator.json.ApiObjects;
import io.github.fgaspring.emulator.model.EmulatorState;
import io.github.fgaspring.emulator.model.Group;
import io.github.fgaspring.emulator.model.Membership;
import io.github.fgaspring.emulator.model.StateChanges;

/**
 * Who is in a group, and in which groups somebody is.
 */
final class GroupMembersEndpoint {

	private static final String MEMBERSHIP_ID = "organization_membership_id";

	private final EmulatorState state;

	private final StateChanges changes;

	private final Lookup lookup;

	private final ApiObjects objects;

	GroupMembersEndpoint(EmulatorState state, StateChanges changes) {
		this.state = state;
		this.changes = changes;
		this.lookup = new Lookup(state);
		this.objects = new ApiObjects(state);
	}

	ApiResponse list(ApiRequest request) {
		PageRequest page = PageRequest.from(request);
		Set<String> members = this.state.groups().members(group(request));
		return ApiResponse.ok(page.slice(this.state.accounts().memberships().all(), Membership::id,
				(membership) -> members.contains(membership.id()))
			.toJson(this.objects::membershipOnly));
	}

	// A membership of another organization is as good as missing, so that nobody learns
	// of it.
	ApiResponse add(ApiRequest request) {
		String membershipId = RequestBody.of(request, MEMBERSHIP_ID).text(MEMBERSHIP_ID);
		Group group = group(request);
		Optional<Membership> membership = this.state.accounts()
			.memberships()
			.find(membershipId)
			.filter((found) -> found.organizationId().equals(group.organizationId()));
		this.changes.addMember(group, Lookup.found(membership, "Organization membership", membershipId));
		return ApiResponse.ok(this.objects.group(group));
	}

	ApiResponse remove(ApiRequest request) {
		Group group = group(request);
		String membershipId = request.pathVariable("membership_id");
		Membership membership = this.lookup.membership(membershipId);
		if (!this.state.groups().members(group).contains(membershipId)) {
			throw Lookup.notFound("Member of the group", membershipId);
		}
		this.changes.removeMember(group, membership);
		return ApiResponse.noContent();
	}

	ApiResponse listGroups(ApiRequest request) {
		PageRequest page = PageRequest.from(request);
		Membership membership = this.lookup.membership(request.pathVariable("membership_id"));
		return ApiResponse.ok(page
			.slice(this.state.groups().groups().all(), Group::id,
					(group) -> this.state.groups().members(group).contains(membership.id()))
			.toJson(this.objects::group));
	}

	private Group group(ApiRequest request) {
		return this.lookup.group(request.pathVariable("organization_id"), request.pathVariable("group_id"));
	}

}
