package io.github.fgaspring.emulator.api;

import java.util.Map;

import io.github.fgaspring.emulator.http.ApiRequest;
import io.github.fgaspring.emulator.http.ApiResponse;
import io.github.fgaspring.emulator.model.AccessEvaluator;
import io.github.fgaspring.emulator.model.EmulatorState;
import io.github.fgaspring.emulator.model.Membership;
import io.github.fgaspring.emulator.model.Resource;

/**
 * Whether a membership has a permission on a resource.
 */
final class CheckEndpoint {

	private final EmulatorState state;

	private final Lookup lookup;

	private final AccessEvaluator access;

	CheckEndpoint(EmulatorState state) {
		this.state = state;
		this.lookup = new Lookup(state);
		this.access = new AccessEvaluator(state);
	}

	ApiResponse check(ApiRequest request) {
		RequestBody body = RequestBody.of(request, "permission_slug", ResourceTarget.ID, ResourceTarget.EXTERNAL_ID,
				ResourceTarget.TYPE);
		String permission = body.text("permission_slug");
		ResourceTarget target = ResourceTarget.from(body);
		Membership membership = this.lookup.membership(request.pathVariable("membership_id"));
		Resource resource = target.resolve(this.state.resources(), membership.organizationId());
		return ApiResponse.ok(Map.of("authorized", this.access.isGranted(membership, permission, resource)));
	}

}
