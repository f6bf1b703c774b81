package io.github.fgaspring.emulator.api;

import java.util.Map;

import io.github.fgaspring.emulator.http.ApiException;
import io.github.fgaspring.emulator.http.ApiRequest;
import io.github.fgaspring.emulator.http.ApiResponse;
import io.github.fgaspring.emulator.model.AccessEvaluator;
import io.github.fgaspring.emulator.model.EmulatorState;
import io.github.fgaspring.emulator.model.Membership;
import io.github.fgaspring.emulator.model.Resource;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whether a membership has a permission on a resource.
 */
final class CheckEndpoint {

	private final EmulatorState state;

	private final AccessEvaluator access;

	CheckEndpoint(EmulatorState state) {
		this.state = state;
		this.access = new AccessEvaluator(state);
	}

	ApiResponse check(ApiRequest request) {
		ObjectNode body = request.body();
		String permission = BodyFields.requiredText(body, "permission_slug");
		ResourceTarget target = ResourceTarget.from(body);
		String membershipId = request.pathVariable("id");
		Membership membership = this.state.accounts().memberships().get(membershipId);
		if (membership == null) {
			throw ApiException.notFound("Organization membership not found: '%s'.".formatted(membershipId));
		}
		Resource resource = target.resolve(this.state.resources(), membership.organizationId())
			.orElseThrow(() -> ApiException.notFound("Resource not found: '%s'.".formatted(target.id())));
		return ApiResponse.ok(Map.of("authorized", this.access.isGranted(membership, permission, resource)));
	}

}
