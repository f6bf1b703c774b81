package io.github.fgaspring.emulator.api;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

import io.github.fgaspring.emulator.http.ApiRequest;
import io.github.fgaspring.emulator.http.ApiResponse;
import io.github.fgaspring.emulator.json.ApiObjects;
import io.github.fgaspring.emulator.model.EmulatorState;
import io.github.fgaspring.emulator.model.Group;
import io.github.fgaspring.emulator.model.Organization;
import io.github.fgaspring.emulator.model.StateChanges;

/**
 * The groups of an organization.
 */
final class GroupsEndpoint {

	private static final int MAX_NAME_LENGTH = 256;

	private final EmulatorState state;

	private final StateChanges changes;

	private final Lookup lookup;

	private final ApiObjects objects;

	GroupsEndpoint(EmulatorState state, StateChanges changes) {
		this.state = state;
		this.changes = changes;
		this.lookup = new Lookup(state);
		this.objects = new ApiObjects(state);
	}

	// Only the client library of WorkOS knows the parameter search.
	ApiResponse list(ApiRequest request) {
		PageRequest page = PageRequest.from(request, "search");
		Organization organization = organization(request);
		Optional<String> search = request.queryParameter("search").map(GroupsEndpoint::lowerCase);
		return ApiResponse
			.ok(page
				.slice(this.state.groups().groups().all(), Group::id,
						(group) -> group.organizationId().equals(organization.id())
								&& search.map(lowerCase(group.name())::contains).orElse(true))
				.toJson(this.objects::group));
	}

	ApiResponse create(ApiRequest request) {
		RequestBody body = RequestBody.of(request, LabelChange.NAME, LabelChange.DESCRIPTION);
		String name = body.text(LabelChange.NAME, MAX_NAME_LENGTH);
		String description = body.nullableText(LabelChange.DESCRIPTION, LabelChange.MAX_DESCRIPTION_LENGTH, null);
		Organization organization = organization(request);
		Instant now = this.state.now();
		Group group = new Group(this.state.newId("group"), organization.id(), name, description, now, now);
		this.changes.create(group);
		return ApiResponse.created(this.objects.group(group));
	}

	ApiResponse get(ApiRequest request) {
		return ApiResponse.ok(this.objects.group(group(request)));
	}

	ApiResponse update(ApiRequest request) {
		LabelChange label = LabelChange.from(request, MAX_NAME_LENGTH);
		Group group = group(request);
		Group renamed = group.renamed(label.nameOr(group.name()), label.descriptionOr(group.description()),
				this.state.now());
		this.changes.update(renamed);
		return ApiResponse.ok(this.objects.group(renamed));
	}

	ApiResponse delete(ApiRequest request) {
		this.changes.delete(group(request));
		return ApiResponse.noContent();
	}

	private Organization organization(ApiRequest request) {
		return this.lookup.organization(request.pathVariable("organization_id"));
	}

	private Group group(ApiRequest request) {
		return this.lookup.group(request.pathVariable("organization_id"), request.pathVariable("group_id"));
	}

	private static String lowerCase(String text) {
		return text.toLowerCase(Locale.ROOT);
	}

}
